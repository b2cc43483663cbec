-- Finding one of a million recipients by any word of the name or by the start of an address.

-- What a search finds a recipient by: the words of the name and of both addresses before the @, in small letters and without
-- accents. It calls nothing of our own, so that a dump of the database can be restored in any order.
CREATE FUNCTION recipient_words(name text, email text, principal_name text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  source text := coalesce(name, '') || ' ' || split_part(coalesce(email, ''), '@', 1)
    || ' ' || split_part(coalesce(principal_name, ''), '@', 1);
BEGIN
  source := lower(source);
  -- Pure ASCII, which most is, has nothing to take off.
  IF octet_length(source) <> length(source) THEN
    source := replace(translate(regexp_replace(normalize(source, NFKD), '[\u0300-\u036f]', '', 'g'), 'łøıđ', 'loid'), 'ß', 'ss');
  END IF;
  RETURN array_to_tsvector(array_remove(regexp_split_to_array(source, E'[\\s!-/:-@\\[-`{-~\u00b7\u2010-\u201f]+'), ''));
END $$;

-- The question to those words: each word of it begins one of theirs. Null when there is no word in it.
CREATE FUNCTION recipient_query(q text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT string_agg('''' || word || ''':*', ' & ') FROM unnest(tsvector_to_array(recipient_words(q, '', ''))) AS word)::tsquery;
END $$;

ALTER TABLE "recipients" ADD COLUMN "words" tsvector
  GENERATED ALWAYS AS (recipient_words("display_name", "email", "principal_name")) STORED;

CREATE INDEX "recipients_words_idx" ON "recipients" USING GIN ("words");
CREATE INDEX "recipients_account_idx" ON "recipients"("account") WHERE (account <> 'ENABLED' AND account <> 'UNKNOWN');
DROP INDEX "recipients_display_name_id_idx";
CREATE INDEX "recipients_kind_display_name_id_idx" ON "recipients"("kind", "display_name", "id");

-- Prisma does not know indexes on expressions, so these stand here alone. The two of addresses find a start as well as a whole.
DROP INDEX recipients_email_lower_idx, recipients_principal_name_lower_idx;
CREATE INDEX recipients_email_lower_idx ON recipients (lower(email) text_pattern_ops) WHERE email IS NOT NULL;
CREATE INDEX recipients_principal_name_lower_idx ON recipients (lower(principal_name) text_pattern_ops) WHERE principal_name IS NOT NULL;
CREATE INDEX recipients_department_lower_idx ON recipients (lower(department)) WHERE department IS NOT NULL;
CREATE INDEX recipients_country_lower_idx ON recipients (lower(country)) WHERE country IS NOT NULL;

CREATE TABLE "cached_counts" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "cached_counts_pkey" PRIMARY KEY ("name")
);
