-- Whose name stands there, by object id: a name changes with a sign-in and may be that of several, so an erasure cannot go by it.
-- What was written before is theirs who alone have the name now.
ALTER TABLE audience_lists ADD COLUMN author_id TEXT;
ALTER TABLE broadcasts ADD COLUMN status_by TEXT;

UPDATE audience_lists l SET author_id = n.object_id
FROM (SELECT display_name AS name, min(object_id) AS object_id FROM people GROUP BY display_name HAVING count(*) = 1) n
WHERE n.name <> '' AND l.author_name = n.name;

UPDATE broadcasts b SET status_by = n.object_id
FROM (SELECT display_name AS name, min(object_id) AS object_id FROM people GROUP BY display_name HAVING count(*) = 1) n
WHERE n.name <> '' AND b.status_reason IN ('Paused by ' || n.name || '.', 'Canceled by ' || n.name || '.',
  'Taken back by ' || n.name || '.', 'Changed by ' || n.name || '.', 'Rejected by ' || n.name || '.');
