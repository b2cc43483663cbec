-- The lines of a list that are looked up again before each broadcast to it, however many others it has.
CREATE INDEX "audience_list_flaws_open_idx" ON "audience_list_flaws"("list_id", "line") WHERE (reason = 'UNKNOWN' OR reason = 'AMBIGUOUS');
