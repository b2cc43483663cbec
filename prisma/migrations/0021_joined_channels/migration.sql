-- A shared or private channel has members of its own, and a team's list of channels need not name it. Since when the bot knows
-- that it is one of them: such a channel does not end by being left out of a list.
ALTER TABLE "channels" ADD COLUMN "joined_at" TIMESTAMPTZ(3);
