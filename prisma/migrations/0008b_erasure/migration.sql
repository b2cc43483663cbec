-- Erasing a person: their rows go, what must keep counting stays under ids that name nobody (lib/domain/erasure.ts), and what
-- they opted out of is remembered by keyed hashes.

-- What somebody did with a card counts after they are erased, as their deliveries do.
ALTER TABLE "interactions" DROP CONSTRAINT "interactions_recipient_id_fkey";

CREATE TABLE "erased_opt_outs" (
    "id" UUID NOT NULL,
    "person_hash" TEXT NOT NULL,
    "topic_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erased_opt_outs_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "erased_opt_outs_person_hash_idx" ON "erased_opt_outs"("person_hash");
CREATE INDEX "erased_opt_outs_topic_id_idx" ON "erased_opt_outs"("topic_id");

ALTER TABLE "erased_opt_outs" ADD CONSTRAINT "erased_opt_outs_topic_id_fkey"
  FOREIGN KEY ("topic_id") REFERENCES "topics"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE deliveries DROP CONSTRAINT deliveries_skip_reason_check,
  ADD CONSTRAINT deliveries_skip_reason_check
    CHECK (status <> 'SKIPPED' OR reason IN ('OPTED_OUT', 'NOT_INSTALLED', 'BLOCKED', 'REMOVED', 'GUEST', 'DISABLED', 'CANCELED', 'EXPIRED', 'CAPPED', 'ERASED'));

-- An id that stands where an erased person's stood: of version 8, which nothing else here has.
CREATE FUNCTION erased_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT overlay(gen_random_uuid()::text PLACING '8' FROM 15)::uuid
$$;

-- The one change of the audit: whom it names is replaced, what was done and when stays. It runs with the rights of its owner,
-- so that the role Herald runs as needs none to change the audit.
CREATE FUNCTION anonymise_audit(subject uuid, stand_in uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  changed integer;
BEGIN
  UPDATE audit_events SET
    target_id = CASE WHEN target_id = subject::text THEN stand_in::text ELSE target_id END,
    actor_id = CASE WHEN actor_id = subject::text THEN stand_in::text ELSE actor_id END,
    actor_name = CASE WHEN actor_id = subject::text THEN '' ELSE actor_name END,
    detail = replace(detail::text, subject::text, stand_in::text)::jsonb
  WHERE target_id = subject::text OR actor_id = subject::text OR detail::text LIKE '%' || subject::text || '%';
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;
