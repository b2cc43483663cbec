-- The intent to post is the delivery in SENDING: an attempt is written once, with its answer, instead of twice.
ALTER TABLE "deliveries" ADD COLUMN "begun_at" TIMESTAMPTZ(3);
UPDATE deliveries SET begun_at = lease_until WHERE status = 'SENDING';
DELETE FROM attempts WHERE outcome IS NULL;
ALTER TABLE attempts DROP CONSTRAINT attempts_finished_check;
ALTER TABLE "attempts" ALTER COLUMN "started_at" DROP DEFAULT,
  ALTER COLUMN "finished_at" SET NOT NULL,
  ALTER COLUMN "finished_at" SET DEFAULT CURRENT_TIMESTAMP,
  ALTER COLUMN "outcome" SET NOT NULL;
ALTER TABLE attempts RESET (fillfactor);
ALTER TABLE deliveries ADD CONSTRAINT deliveries_begun_check CHECK (status <> 'SENDING' OR begun_at IS NOT NULL);
