// Whether what stood in a line of a list's file tells of a person: what is no id or address is kept as it stood there, so it may
// be a name, or a whole line with several things in it, cut off. A million such lines may be looked at, so one cheap look goes
// first at each of them, with what is looked for put together once.
import { Prisma } from "./generated/client";

/** So much of an address at the end of a line that was cut off is taken for the beginning of it. */
const CUT_LETTERS = 5;

const ADDRESSES = Prisma.sql`unnest(ARRAY[lower(r.email), lower(r.principal_name), lower(r.external_id)]) AS address`;
/** What may stand at the end of a line that was cut off, itself cut off. */
const CUT_OFF = Prisma.sql`unnest(ARRAY[lower(r.email), lower(r.principal_name), lower(r.external_id), lower(r.display_name)]) AS cut`;
const wordsOf = (text: Prisma.Sql) => Prisma.sql`array_remove(regexp_split_to_array(lower(${text}), '[^[:alnum:]]+'), '')`;
const NAME = wordsOf(Prisma.sql`r.display_name`);

/** `audience_list_flaws x` tells of `recipients r`. What is UNKNOWN is one address, and contains no other. */
const TELLS = Prisma.sql`(
  EXISTS (SELECT FROM ${ADDRESSES} WHERE address <> '' AND (
    lower(x.value) = address
    OR (x.reason NOT IN ('UNKNOWN', 'AMBIGUOUS') AND strpos(lower(x.value), address) > 0)))
  OR (x.reason IN ('TOO_LONG', 'QUOTES') AND EXISTS (
    SELECT FROM ${CUT_OFF}, generate_series(${CUT_LETTERS}::int, length(cut) - 1) AS letters
    WHERE right(lower(x.value), letters) = left(cut, letters)))
  OR (r.display_name <> '' AND lower(x.value) = lower(r.display_name))
  OR (cardinality(${NAME}) > 1 AND ${NAME} <@ ${wordsOf(Prisma.sql`x.value`)}))`;

/** The addresses, and the longest word of the name: one of them is in every line that tells of the person and was not cut off. */
const LOOKED_FOR = Prisma.sql`(
  SELECT address FROM ${ADDRESSES} WHERE address <> ''
  UNION ALL (SELECT word FROM unnest(${NAME}) AS word ORDER BY length(word) DESC LIMIT 1))`;

/** Of `audience_list_flaws x`. */
export function tellsOfPerson(recipientId: string): Prisma.Sql {
  const isThem = Prisma.sql`r.id = ${recipientId}::uuid`;
  return Prisma.sql`(
    (lower(x.value) LIKE ANY ((
        SELECT array_agg('%' || regexp_replace(sought.address, '([\\\\%_])', '\\\\\\1', 'g') || '%')
        FROM recipients r, LATERAL ${LOOKED_FOR} AS sought WHERE ${isThem})::text[])
      OR (x.reason IN ('TOO_LONG', 'QUOTES') AND strpos((
        SELECT string_agg(cut, ' ') FROM recipients r, ${CUT_OFF} WHERE ${isThem}
      ), right(lower(x.value), ${CUT_LETTERS}::int)) > 0))
    AND EXISTS (SELECT FROM recipients r WHERE ${isThem} AND ${TELLS}))`;
}
