// What erased people had opted out of. Kept under a keyed hash of the tenant and each id a person had (of the directory, and
// towards the bot), so that the row tells nobody who it was, and yet a later sighting, sync or import does not bring them back
// as willing. Whoever creates recipients calls `restoreOptOuts` in the same transaction; a test looks for those who forget.
import { env } from "@/lib/env";
import { sign } from "@/lib/sign";

import type { Db } from "./db";

/** A recipient of a tenant, by the external id and, where known, the id towards the bot. */
export type Identity = { externalId: string; memberId?: string | null | undefined };

const PURPOSE = "erased-opt-out";

function hashesOf(tenantId: string, { externalId, memberId }: Identity, key: string): string[] {
  const ids = memberId ? [externalId, memberId] : [externalId];
  return [...new Set(ids)].map((id) => sign(PURPOSE, [tenantId, id], key));
}

/** Under the secret key and those before it: what was remembered cannot be hashed anew, since nobody knows whom it names. */
function hashesOfEveryKey(tenantId: string, identity: Identity): string[] {
  const { SECRET_KEY, SECRET_KEY_PREVIOUS } = env();
  return [SECRET_KEY, ...SECRET_KEY_PREVIOUS].flatMap((key) => hashesOf(tenantId, identity, key));
}

/** Remembers what the person has opted out of, in place of what an earlier erasure remembered. Returns how many topics. */
export async function rememberOptOuts(tx: Db, recipientId: string, tenantId: string, identity: Identity): Promise<number> {
  const hashes = hashesOf(tenantId, identity, env().SECRET_KEY);
  await tx.erasedOptOut.deleteMany({ where: { personHash: { in: hashesOfEveryKey(tenantId, identity) } } });
  const saved = await tx.$executeRaw`
    INSERT INTO erased_opt_outs (id, person_hash, topic_id, created_at)
    SELECT gen_random_uuid(), h, o.topic_id, o.created_at
    FROM opt_outs o CROSS JOIN unnest(${hashes}::text[]) AS h WHERE o.recipient_id = ${recipientId}::uuid`;
  return saved / hashes.length;
}

/**
 * These recipients may be new: whoever of them was erased before has their opt-outs back, once, as if they had never been
 * away. Costs one look while nobody is remembered.
 */
export async function restoreOptOuts(tx: Db, tenantId: string, people: readonly Identity[]): Promise<void> {
  if (people.length === 0) return;
  const anybody = await tx.erasedOptOut.findFirst({ select: { id: true } });
  if (!anybody) return;
  const hashed = people.flatMap((person) => {
    return hashesOfEveryKey(tenantId, person).map((hash) => ({ externalId: person.externalId, hash }));
  });
  await tx.$executeRaw`
    WITH known AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(hashed)}::jsonb) AS k("externalId" text, hash text)
    ), remembered AS (
      DELETE FROM erased_opt_outs e USING known k WHERE e.person_hash = k.hash
      RETURNING k."externalId" AS external_id, e.topic_id, e.created_at
    )
    INSERT INTO opt_outs (id, recipient_id, topic_id, created_at)
    SELECT gen_random_uuid(), r.id, m.topic_id, min(m.created_at)
    FROM remembered m JOIN recipients r ON r.tenant_id = ${tenantId} AND r.external_id = m.external_id
    GROUP BY r.id, m.topic_id
    ON CONFLICT DO NOTHING`;
}
