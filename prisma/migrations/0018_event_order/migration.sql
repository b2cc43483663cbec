-- Teams does not keep the order of its events: when each fact of a team and a channel was told last.
ALTER TABLE "teams" ADD COLUMN "named_at" TIMESTAMPTZ(3), ADD COLUMN "archive_told_at" TIMESTAMPTZ(3);
ALTER TABLE "channels" ADD COLUMN "named_at" TIMESTAMPTZ(3), ADD COLUMN "told_at" TIMESTAMPTZ(3);
