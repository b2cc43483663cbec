-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "events_per_minute" INTEGER NOT NULL DEFAULT 60,
ADD COLUMN     "people_per_event" INTEGER NOT NULL DEFAULT 1000;

-- AlterTable
ALTER TABLE "templates" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "external_events" (
    "id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "key_name" TEXT NOT NULL,
    "idempotency_hash" TEXT,
    "body_hash" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "system" TEXT,
    "template_id" UUID,
    "template_name" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "people" INTEGER,
    "left_out" JSONB,
    "refusal" JSONB,
    "broadcast_id" UUID,

    CONSTRAINT "external_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "external_events_api_key_id_received_at_idx" ON "external_events"("api_key_id", "received_at" DESC);

-- CreateIndex
CREATE INDEX "external_events_received_at_id_idx" ON "external_events"("received_at" DESC, "id");

-- CreateIndex
CREATE INDEX "external_events_broadcast_id_idx" ON "external_events"("broadcast_id");

-- CreateIndex
CREATE UNIQUE INDEX "external_events_api_key_id_idempotency_hash_key" ON "external_events"("api_key_id", "idempotency_hash");

-- AddForeignKey
ALTER TABLE "external_events" ADD CONSTRAINT "external_events_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- The words of these columns; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE external_events
  ADD CONSTRAINT external_events_outcome_check CHECK (outcome IN ('ACCEPTED', 'REFUSED', 'DRY_RUN')),
  ADD CONSTRAINT external_events_broadcast_check CHECK ((outcome = 'ACCEPTED') = (broadcast_id IS NOT NULL)),
  ADD CONSTRAINT external_events_refusal_check CHECK ((outcome = 'REFUSED') = (refusal IS NOT NULL)),
  ADD CONSTRAINT external_events_idempotency_check CHECK (idempotency_hash IS NULL OR outcome = 'ACCEPTED');
ALTER TABLE api_keys
  ADD CONSTRAINT api_keys_limits_check CHECK (events_per_minute > 0 AND people_per_event > 0);

-- An event names people by what they are called in its own system, in any letter case.
CREATE INDEX recipients_email_words_idx ON recipients (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX recipients_principal_words_idx ON recipients (lower(principal_name)) WHERE principal_name IS NOT NULL;
