// The keys that sign what Teams sends, as their issuer publishes them: kept for a day, read again when a token names a key
// that is not among them, but never more often than once a minute, whatever strangers claim. Only keys that are endorsed
// for Teams count: the same issuer signs for other channels too.
// Source: Microsoft, "Authentication with the Bot Connector API", openIdMetadataDocument and endorsements.
import { createLocalJWKSet, type JWTVerifyGetKey } from "jose";
import { z } from "zod";

import { log } from "@/lib/log";

export interface SigningKeys {
  /** The keys for jose, the one named `kid` among them if it is published; undefined when none could be fetched at all. */
  with(kid: string): Promise<JWTVerifyGetKey | undefined>;
}

export type SigningKeysOptions = {
  /** The issuer's OpenID metadata, whose `jwks_uri` names the keys. */
  metadataUrl: string;
  /** Milliseconds that only grow. */
  now?: () => number;
};

const ENDORSEMENT = "msteams";
const KEEP_MS = 24 * 3_600_000;
const READ_AT_MOST_EVERY_MS = 60_000;
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;

const metadataSchema = z.object({ jwks_uri: z.url() });
const keysSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), endorsements: z.array(z.string()).default([]) })),
});

type Known = { kids: ReadonlySet<string>; keys: JWTVerifyGetKey; readAt: number };

export function createSigningKeys({ metadataUrl, now = () => performance.now() }: SigningKeysOptions): SigningKeys {
  let known: Known | undefined;
  let triedAt = -Infinity;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    triedAt = now();
    try {
      known = { ...(await readKeys(metadataUrl)), readAt: now() };
    } catch (error) {
      // Yesterday's keys are better than none: they are replaced weeks after their successors are published.
      log.error("bot.signing_keys_unread", { error });
    }
  }

  return {
    with: async (kid) => {
      // Whose key is known does not wait while a stranger's is looked for.
      const isFresh = known !== undefined && now() - known.readAt <= KEEP_MS && known.kids.has(kid);
      if (!isFresh && (reading || now() - triedAt >= READ_AT_MOST_EVERY_MS)) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return known?.keys;
    },
  };
}

async function readKeys(metadataUrl: string): Promise<Omit<Known, "readAt">> {
  const { jwks_uri: keysUrl } = metadataSchema.parse(await fetchJson(metadataUrl));
  const origin = new URL(keysUrl).origin;
  if (origin !== new URL(metadataUrl).origin) throw new Error(`The metadata names keys of another place: ${origin}.`);
  const { keys } = keysSchema.parse(await fetchJson(keysUrl));
  const endorsed = keys.filter(({ endorsements }) => endorsements.includes(ENDORSEMENT));
  return { kids: new Set(endorsed.map(({ kid }) => kid)), keys: createLocalJWKSet({ keys: endorsed }) };
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_BYTES) throw new Error(`${url} answered more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
