-- The audit is only added to. Two functions may change it, and each writes a line of its own; every other UPDATE, DELETE and
-- TRUNCATE is refused, whoever asks. Where Herald has a role of its own (lib/store/protect-audit.ts), that role lacks the right in
-- the first place, and cannot take this trigger away.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stack text;
BEGIN
  GET DIAGNOSTICS stack = PG_CONTEXT;
  IF stack ~ 'function (anonymise_audit\(uuid,uuid\)|expire_audit\(timestamp with time zone,integer\)) line' THEN
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The audit is only added to.' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_events_not_emptied BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- As before, and with a line that says so.
CREATE OR REPLACE FUNCTION anonymise_audit(subject uuid, stand_in uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  changed integer;
BEGIN
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

CREATE OR REPLACE FUNCTION expire_audit(before timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  expired integer;
BEGIN
  IF before > now() - interval '90 days' THEN
    RAISE EXCEPTION 'The audit is kept for 90 days at least.';
  END IF;
  DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE at < before ORDER BY id LIMIT at_most);
  GET DIAGNOSTICS expired = ROW_COUNT;
  IF expired > 0 THEN
    INSERT INTO audit_events (actor_kind, actor_name, command, detail)
    VALUES ('SYSTEM', 'Herald', 'expire-audit', jsonb_build_object('before', before, 'lines', expired));
  END IF;
  RETURN expired;
END $$;

-- They run with their owner's rights, so nothing that a caller makes may stand in for what they name: neither in a schema of the
-- caller's own nor among temporary tables, which would be looked through first unless they are named last.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION anonymise_audit(uuid, uuid) SET search_path = pg_catalog, %I, pg_temp', current_schema());
  EXECUTE format('ALTER FUNCTION expire_audit(timestamptz, integer) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
