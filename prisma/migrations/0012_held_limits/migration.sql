-- How many people an external event's broadcast may reach; held when its audience is frozen.
ALTER TABLE "broadcasts" ADD COLUMN "people_limit" INTEGER;
ALTER TABLE broadcasts DROP CONSTRAINT broadcasts_paused_by_check,
  ADD CONSTRAINT broadcasts_paused_by_check CHECK (paused_by IS NULL OR paused_by IN ('PERSON', 'BREAKER', 'MISSED', 'TOO_MANY'));

-- Installations of a tenant take turns, whatever the number of workers.
ALTER TABLE "directory_syncs" ADD COLUMN "install_rest_until" TIMESTAMPTZ(3);
