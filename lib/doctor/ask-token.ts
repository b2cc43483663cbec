// A token by client credentials, asked for by the doctor itself: it wants to know why there is none, which the bot and the
// directory never need. Source of the codes: Microsoft, "Microsoft Entra authentication and authorization error codes".
import { z } from "zod";

import type { Wire } from "@/bot/wire";

import { ask, parseObject } from "./ask";

export type TokenRequest = { loginUrl: string; tenantId: string; appId: string; appPassword: string; scope: string };

export type TokenResult =
  | { kind: "TOKEN"; token: string; date: string | undefined }
  /** `aadsts` is Entra's own number; `answer` says what came in its place when there is none. */
  | { kind: "REFUSED"; aadsts: string | undefined; answer: string; date: string | undefined }
  | { kind: "UNREACHABLE"; host: string; code: string };

const tokenSchema = z.object({ access_token: z.string().min(1) });
const errorSchema = z.object({
  error: z.string().catch(""),
  error_description: z.string().catch(""),
  error_codes: z.array(z.number()).catch([]),
});

export async function askToken(wire: Wire, request: TokenRequest): Promise<TokenResult> {
  const { loginUrl, tenantId, appId, appPassword, scope } = request;
  const form = { grant_type: "client_credentials", client_id: appId, client_secret: appPassword, scope };
  const answer = await ask(wire, `${loginUrl}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams(form).toString(),
  });
  if ("code" in answer) return { kind: "UNREACHABLE", host: new URL(loginUrl).host, code: answer.code };
  const date = answer.header("date");
  const token = tokenSchema.safeParse(answer.json).data?.access_token;
  if (answer.status === 200 && token !== undefined) return { kind: "TOKEN", token, date };
  const { error, error_description: description, error_codes: codes } = errorSchema.parse(answer.json ?? {});
  const aadsts = codes[0] === undefined ? /AADSTS\d+/.exec(description)?.[0] : `AADSTS${codes[0]}`;
  return { kind: "REFUSED", aadsts, answer: aadsts ?? (error || `HTTP ${answer.status}`), date };
}

const claimsSchema = z.object({ roles: z.array(z.string()).default([]) });

/** The application permissions that a token carries; undefined when it cannot be read. Nothing is decided by them here. */
export function readRoles(token: string): string[] | undefined {
  const [, claims] = token.split(".");
  if (claims === undefined || token.split(".").length !== 3) return undefined;
  return claimsSchema.safeParse(parseObject(Buffer.from(claims, "base64url").toString("utf8"))).data?.roles;
}
