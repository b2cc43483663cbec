// A token for an application, whatever it proves itself with. The secret or the assertion stands in the body only, and is
// never logged. Source of the codes: Microsoft, "Microsoft Entra authentication and authorization error codes".
import { z } from "zod";

import { parseJsonObject } from "@/lib/parse-json";

import { type ClientApp, tokenForm, tokenUrlOf } from "./credential";
import { askManagedIdentity } from "./managed-identity";

export type TokenReply =
  | { kind: "TOKEN"; token: string; validMs: number }
  /** The sign-in service answered, and not with a token: `aadsts` is its number, `answer` what there is in its place. */
  | { kind: "REFUSED"; aadsts: string | undefined; answer: string }
  /** Nobody answered usefully: it may pass. */
  | { kind: "UNAVAILABLE"; code: string };

/** Sends a form. `code` says why there is no answer. */
export type PostForm = (url: string, form: string) => Promise<{ status: number; body: string } | { code: string }>;

export const FORM_HEADERS = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const errorSchema = z.object({
  error: z.string().catch(""),
  error_description: z.string().catch(""),
  error_codes: z.array(z.number()).catch([]),
});

export async function askToken(app: ClientApp, scope: string, post: PostForm): Promise<TokenReply> {
  const { credential } = app;
  if (credential.kind === "MANAGED_IDENTITY") return askManagedIdentity(app.appId, scope);
  const answer = await post(tokenUrlOf(app), await tokenForm(app, credential, scope));
  if ("code" in answer) return { kind: "UNAVAILABLE", code: answer.code };
  const json = parseJsonObject(answer.body);
  if (answer.status === 200) {
    const token = tokenSchema.safeParse(json).data;
    if (!token) return { kind: "UNAVAILABLE", code: "NO_TOKEN" };
    return { kind: "TOKEN", token: token.access_token, validMs: token.expires_in * 1000 };
  }
  if (answer.status >= 500 || answer.status === 429) return { kind: "UNAVAILABLE", code: `HTTP ${answer.status}` };
  const { error, error_description: description, error_codes: codes } = errorSchema.parse(json ?? {});
  const aadsts = codes[0] === undefined ? /AADSTS\d+/.exec(description)?.[0] : `AADSTS${codes[0]}`;
  return { kind: "REFUSED", aadsts, answer: aadsts ?? (error || `HTTP ${answer.status}`) };
}
