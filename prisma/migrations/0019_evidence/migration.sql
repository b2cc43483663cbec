-- What a 429 asked for outlives the pause of an outage; a conversation is created anew once; and whoever claims an
-- installation proves it by a number that never comes again.
ALTER TABLE "send_slots" ADD COLUMN "throttled_until" TIMESTAMPTZ(3);
ALTER TABLE "app_installs" ADD COLUMN "claims" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_remedy_check,
  ADD CONSTRAINT deliveries_remedy_check
    CHECK (remedy IS NULL OR remedy IN ('REFRESH_TOKEN', 'RECREATE_CONVERSATION', 'RECREATED', 'SWITCH_HOST'));
