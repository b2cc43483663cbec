// A token, asked for by the doctor itself: it wants to know why there is none, and what time the sign-in service has.
import { z } from "zod";

import type { Wire } from "@/bot/wire";
import { askToken, FORM_HEADERS, type TokenReply } from "@/lib/entra/ask-token";
import type { ClientApp } from "@/lib/entra/credential";
import { parseJsonObject } from "@/lib/parse-json";

import { ask } from "./ask";

/** With the sign-in service's clock. */
export type TokenResult = TokenReply & { date: string | undefined };

export async function requestToken(wire: Wire, app: ClientApp, scope: string): Promise<TokenResult> {
  let date: string | undefined;
  const reply = await askToken(app, scope, async (url, form) => {
    const answer = await ask(wire, url, { method: "POST", headers: FORM_HEADERS, body: form });
    if ("code" in answer) return answer;
    date = answer.header("date");
    return answer;
  });
  return { ...reply, date };
}

const claimsSchema = z.object({ roles: z.array(z.string()).default([]) });

/** The application permissions that a token carries; undefined when it cannot be read. Nothing is decided by them here. */
export function readRoles(token: string): string[] | undefined {
  const [, claims] = token.split(".");
  if (claims === undefined || token.split(".").length !== 3) return undefined;
  return claimsSchema.safeParse(parseJsonObject(Buffer.from(claims, "base64url").toString("utf8"))).data?.roles;
}
