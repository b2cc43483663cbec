// What a refusal of Graph means. Graph tells the reason of a 403 only in its words, so those are matched here and nowhere
// else, with OTHER or REFUSED for what nobody has seen yet. Messages as published in Microsoft's documentation of each
// call and in public issue threads.
import { z } from "zod";

import type { InstallCode } from "@/lib/domain/directory";
import type { DirectoryFailure } from "@/lib/domain/directory-port";

const errorSchema = z.object({ error: z.object({ code: z.string().catch(""), message: z.string().catch("") }) });

const EXPIRED = /^(resyncRequired|syncStateNotFound|syncStateInvalid|Directory_ExpiredPageToken)$/i;
const CONSENT = /missing (role|scope|application)|insufficient privileges|consent|Authorization_RequestDenied/i;

/** Of an answer that is not a success. */
export function failureOf(status: number, body: unknown, retryAfterMs?: number): DirectoryFailure {
  const error = errorSchema.safeParse(body).data?.error;
  const facts = {
    httpStatus: status,
    ...(error ? { graphCode: error.code, message: error.message } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  if (status === 429) return { code: "THROTTLED", ...facts };
  if (status === 408 || status >= 500) return { code: "UNREACHABLE", ...facts };
  if (status === 401) return { code: "SIGN_IN", ...facts };
  if (status === 410 || EXPIRED.test(error?.code ?? "")) return { code: "EXPIRED", ...facts };
  if (status === 403 && CONSENT.test(`${error?.code} ${error?.message}`)) return { code: "CONSENT", ...facts };
  if (status === 404) return { code: "NOT_FOUND", ...facts };
  return { code: "REFUSED", ...facts };
}

/** In this order: a message about a licence may also speak of the user. */
const INSTALL_RULES: readonly [RegExp, InstallCode][] = [
  [/licen[sc]e/i, "LICENSE"],
  [/app catalog|appcatalogs|app .*not found|could not find the app/i, "NOT_IN_CATALOG"],
  [/polic(y|ies)|blocked|disabled by (the )?admin/i, "POLICY"],
  [/user .*not (be )?found|unknown user|not found.*user|invalid user/i, "UNKNOWN_USER"],
];

/** Why an installation was refused for good. */
export function installCodeOf(failure: DirectoryFailure): InstallCode {
  if (failure.code === "CONSENT") return "CONSENT";
  const words = failure.message ?? "";
  const known = INSTALL_RULES.find(([pattern]) => pattern.test(words))?.[1];
  return known ?? (failure.graphCode === "Request_ResourceNotFound" ? "UNKNOWN_USER" : "OTHER");
}
