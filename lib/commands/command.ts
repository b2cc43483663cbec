// The shape of every change of the world: who may, what goes in, one transaction, one AuditEvent. Pages, API keys and the
// bot all come through here, so that a rule stands in one place.
import { type z } from "zod";

import type { KeyScope } from "@/lib/domain/api-key";
import type { Role } from "@/lib/domain/role";
import { AppError, type Issue } from "@/lib/errors";
import { saveAuditEvent } from "@/lib/store/audit";
import { type Db, type DbPool, inTransaction } from "@/lib/store/db";

/** On whose behalf a command runs. */
export type Actor =
  | { kind: "PERSON"; id: string; name: string; role: Role; tenantId: string; objectId: string }
  /** Without scopes, not narrowed. `formerSecret`: it came with the secret before its last rotation. */
  | { kind: "API_KEY"; id: string; name: string; role: Role; scopes?: readonly KeyScope[]; formerSecret?: boolean }
  | { kind: "RECIPIENT"; id: string; name: string }
  | { kind: "SYSTEM"; name: string };

export const SYSTEM_ACTOR: Actor = { kind: "SYSTEM", name: "Herald" };

/** Console roles, or the kinds of actor that have none. */
export type Allowed = Role | "RECIPIENT" | "SYSTEM";
export const WRITERS: readonly Allowed[] = ["author", "admin"];

export type Target = { kind: string; id: string };

/** `actor` when it only becomes known by the command itself, as at a sign-in. */
type Audit = { target?: Target; detail?: Record<string, unknown>; actor?: Actor };

type Definition<S extends z.ZodType, O> = {
  /** verb-noun, as in the file's name; the word in the audit list. */
  name: string;
  allowed: readonly Allowed[];
  input: S;
  /** What the audit list shows; null when nothing changed and there is nothing to record. */
  audit: (input: z.output<S>, output: NoInfer<O>) => Audit | null;
  handle: (tx: Db, actor: Actor, input: z.output<S>) => Promise<O>;
};

export type Command<I, O> = {
  name: string;
  allowed: readonly Allowed[];
  /** What goes in, for the description of the API. */
  input: z.ZodType;
  /** Throws AppError: FORBIDDEN, BAD_INPUT with issues, or what the command itself refuses. */
  run: (db: Db | DbPool, actor: Actor, input: I) => Promise<O>;
};

export function defineCommand<S extends z.ZodType, O>(definition: Definition<S, O>): Command<z.input<S>, O> {
  const { name, allowed } = definition;
  return {
    name,
    allowed,
    input: definition.input,
    run: async (db, actor, rawInput) => {
      assertAllowed(name, allowed, actor);
      const input = parseInput(definition.input, rawInput);
      return inTransaction(db, async (tx) => {
        const output = await definition.handle(tx, actor, input);
        const entry = definition.audit(input, output);
        if (entry) await saveAuditEvent(tx, { actor, command: name, ...entry });
        return output;
      });
    },
  };
}

/** Parses outside input; throws AppError BAD_INPUT naming every field. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap(issuesOf);
  throw new AppError("BAD_INPUT", "Some fields cannot be used as they are.", { issues });
}

/** An unknown field is named by its own path; zod names the object around it. */
function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "There is no such field." }));
}

function assertAllowed(name: string, allowed: readonly Allowed[], actor: Actor): void {
  const as: Allowed = "role" in actor ? actor.role : actor.kind;
  if (as !== "SYSTEM" && !allowed.includes(as)) {
    throw new AppError("FORBIDDEN", `The role ${as} may not ${name.replaceAll("-", " ")}.`, { refusal: { reason: "ROLE" } });
  }
}
