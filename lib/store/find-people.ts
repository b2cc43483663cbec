// People by what another system calls them: an Entra object id, a user principal name or an e-mail address, in this order
// and any letter case. Whoever has left the organisation is meant only when nobody else is: somebody who comes back gets a
// new object id and the old name. Read set-wise, one index a spelling: an event may name ten thousand. Object ids are unique
// within a tenant, so the few tenants are listed first, by jumps through their index.
import { z } from "zod";

import type { Db } from "./db";

const rowsSchema = z.array(z.object({ place: z.number(), ids: z.array(z.uuid()) }));

/** For each word, in order, the ids of everybody it may mean: none, one, or several of different tenants. */
export async function findPeople(db: Db, words: readonly string[]): Promise<string[][]> {
  const wanted = words.map((word) => word.trim().toLowerCase());
  const rows: unknown = await db.$queryRaw`
    WITH RECURSIVE tenant AS (
      SELECT min(tenant_id) AS id FROM recipients
      UNION ALL SELECT (SELECT min(tenant_id) FROM recipients WHERE tenant_id > t.id) FROM tenant t WHERE t.id IS NOT NULL
    ), word AS (
      SELECT place::int AS place, text FROM unnest(${wanted}::text[]) WITH ORDINALITY AS w(text, place)
    ), found AS (
      SELECT w.place, r.id, r.account, 1 AS rank FROM word w CROSS JOIN tenant t
        JOIN recipients r ON r.tenant_id = t.id AND r.external_id = w.text AND r.kind = 'PERSON'
      UNION ALL SELECT w.place, r.id, r.account, 2 FROM word w
        JOIN recipients r ON r.kind = 'PERSON' AND lower(r.principal_name) = w.text
      UNION ALL SELECT w.place, r.id, r.account, 3 FROM word w JOIN recipients r ON r.kind = 'PERSON' AND lower(r.email) = w.text
    ), ranked AS (
      SELECT place, id, rank() OVER (PARTITION BY place ORDER BY account = 'DELETED', rank) AS rank FROM found
    )
    SELECT place, array_agg(DISTINCT id::text ORDER BY id::text) AS ids FROM ranked WHERE rank = 1 GROUP BY place`;
  const found = new Map(rowsSchema.parse(rows).map(({ place, ids }) => [place - 1, ids]));
  return words.map((_word, place) => found.get(place) ?? []);
}
