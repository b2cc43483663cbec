-- Where a look at all unknown lines of a list is, and since when: a broadcast is frozen with one that began after it was due.
ALTER TABLE "audience_lists" ADD COLUMN "matched_line" INTEGER,
ADD COLUMN "matching_since" TIMESTAMPTZ(3);

-- Somebody who is erased, or kept no longer, is off a list with their row: its numbers say so too, and still add up.
CREATE FUNCTION count_list_leavers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE audience_lists l SET people = l.people - g.people, rows = l.rows - g.people
  FROM (SELECT list_id, count(*)::int AS people FROM gone GROUP BY list_id) g WHERE l.id = g.list_id;
  RETURN NULL;
END $$;

CREATE TRIGGER audience_list_entries_leavers AFTER DELETE ON audience_list_entries
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_list_leavers();

-- Whoever left before.
UPDATE audience_lists l SET people = c.people, rows = l.rows - (l.people - c.people)
FROM (
  SELECT a.id, (SELECT count(*)::int FROM audience_list_entries e WHERE e.list_id = a.id) AS people
  FROM audience_lists a WHERE a.status = 'READY'
) c WHERE c.id = l.id AND l.people > c.people;
