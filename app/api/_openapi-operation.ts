// What describes one operation of the API, and the short ways to write it down; see _openapi-routes.ts.
import type { z } from "zod";

import type { Command } from "@/lib/commands/command";
import { type Role, ROLES } from "@/lib/domain/role";

import type { SchemaName } from "./_openapi-schemas";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type Operation = {
  method: Method;
  path: `/api/${string}`;
  summary: string;
  /** ANYBODY needs no sign-in; BOT is for Teams, with a token of its own. */
  access: "ANYBODY" | "BOT" | readonly Role[];
  query?: z.ZodObject;
  body?: SchemaName;
  /** A file as the body, by media type. */
  takes?: string;
  /** Without one the answer is 204. */
  answer?: SchemaName;
  status?: 201 | 202 | 303;
  /** What it answers instead, with 200, when it was only to try. */
  tried?: SchemaName;
  /** Whether the header Idempotency-Key names the request. */
  idempotent?: boolean;
  /** Other forms of the answer, by media type. */
  alsoAs?: string;
  /** Whether If-Match must, or may, name the revision that was read. */
  revision?: "REQUIRED" | "OPTIONAL";
};

export type Path = Operation["path"];
export type Rest = Partial<Operation>;
export type AnyCommand = Pick<Command<never, unknown>, "allowed">;

export function get(path: Path, summary: string, answer: SchemaName, rest: Rest = {}): Operation {
  return { method: "GET", path, summary, access: ROLES, answer, ...rest };
}

export function write(method: Method, path: Path, { allowed }: AnyCommand, summary: string, rest: Rest = {}): Operation {
  return { method, path, summary, access: ROLES.filter((role) => allowed.includes(role)), ...rest };
}

export function open(method: Method, path: Path, summary: string, rest: Rest = {}): Operation {
  return { method, path, summary, access: "ANYBODY", ...rest };
}
