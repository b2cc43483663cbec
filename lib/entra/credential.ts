// How the bot's registration proves itself to the sign-in service: by a secret, by a certificate, or not at all where it is
// a managed identity of Azure. Sources: Microsoft, "OAuth 2.0 client credentials flow", "Application authentication
// certificate credentials".
import { createHash, randomUUID } from "node:crypto";
import { SignJWT } from "jose";

import type { Certificate } from "@/lib/certificate";
import type { Env } from "@/lib/env";

export type Credential =
  | { kind: "SECRET"; secret: string }
  | ({ kind: "CERTIFICATE" } & Certificate)
  | { kind: "MANAGED_IDENTITY" };

/** A registration, and where it signs in. */
export type ClientApp = { loginUrl: string; tenantId: string; appId: string; credential: Credential };

/** Long enough for a clock that is late. */
const ASSERTION_SECONDS = 600;

type Settings = Pick<Env, "BOT_APP_PASSWORD" | "BOT_CERTIFICATE" | "BOT_MANAGED_IDENTITY">;

/** Undefined when none is set. More than one stops the start (lib/env.ts). */
export function credentialFrom(
  { BOT_APP_PASSWORD: secret, BOT_CERTIFICATE: certificate, BOT_MANAGED_IDENTITY: managed }: Settings,
): Credential | undefined {
  if (managed) return { kind: "MANAGED_IDENTITY" };
  if (certificate) return { kind: "CERTIFICATE", ...certificate };
  return secret === undefined ? undefined : { kind: "SECRET", secret };
}

export function tokenUrlOf({ loginUrl, tenantId }: Pick<ClientApp, "loginUrl" | "tenantId">): string {
  return `${loginUrl}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
}

/** The body of the request that asks for a token. */
export async function tokenForm(
  app: ClientApp, credential: Exclude<Credential, { kind: "MANAGED_IDENTITY" }>, scope: string,
): Promise<string> {
  const proof = credential.kind === "SECRET"
    ? { client_secret: credential.secret }
    : {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await assertionOf(app, credential),
    };
  return new URLSearchParams({ grant_type: "client_credentials", client_id: app.appId, ...proof, scope }).toString();
}

function assertionOf(app: ClientApp, { key, certificate }: Certificate): Promise<string> {
  const thumbprint = createHash("sha256").update(certificate.raw).digest("base64url");
  return new SignJWT()
    .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint })
    .setIssuer(app.appId)
    .setSubject(app.appId)
    .setAudience(tokenUrlOf(app))
    .setJti(randomUUID())
    .setIssuedAt()
    .setNotBefore("-1 minute")
    .setExpirationTime(`${ASSERTION_SECONDS} seconds`)
    .sign(key);
}
