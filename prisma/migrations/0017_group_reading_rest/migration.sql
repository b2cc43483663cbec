-- A reading of a group's members that only met an outage rests, and is gone on with; after many of them it has failed.
ALTER TABLE "entra_groups" ADD COLUMN "reading_attempts" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "reading_due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
