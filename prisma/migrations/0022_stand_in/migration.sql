-- Whom a line names may be replaced by nobody, and never by somebody else: the id in its place has the form of erased_id(), which
-- no person has, and stands nowhere in the audit yet.
CREATE OR REPLACE FUNCTION anonymise_audit(subject uuid, stand_in uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  changed integer;
BEGIN
  IF substr(stand_in::text, 15, 1) <> '8'
    OR EXISTS (SELECT FROM audit_events WHERE actor_id = stand_in::text OR target_id = stand_in::text) THEN
    RAISE EXCEPTION 'A stand-in names nobody.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE audit_events SET
    target_id = CASE WHEN target_id = subject::text THEN stand_in::text ELSE target_id END,
    actor_id = CASE WHEN actor_id = subject::text THEN stand_in::text ELSE actor_id END,
    actor_name = CASE WHEN actor_id = subject::text THEN '' ELSE actor_name END,
    detail = replace(detail::text, subject::text, stand_in::text)::jsonb
  WHERE target_id = subject::text OR actor_id = subject::text OR detail::text LIKE '%' || subject::text || '%';
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed > 0 THEN
    INSERT INTO audit_events (actor_kind, actor_name, command, detail)
    VALUES ('SYSTEM', 'Herald', 'anonymise-audit', jsonb_build_object('standIn', stand_in, 'lines', changed));
  END IF;
  RETURN changed;
END $$;

-- Replaced, it has lost this (0014c says what for).
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION anonymise_audit(uuid, uuid) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
