-- The three functions about the audit look nowhere but in PostgreSQL itself: of functions that may take the same arguments the one
-- whose types fit best is called, wherever it stands in the search path, and Herald's role may make some in its schema. What is
-- theirs is named with its schema instead. Otherwise they are as before.
DO $outer$
BEGIN
  EXECUTE format($make$
    CREATE OR REPLACE FUNCTION %1$I.anonymise_audit(subject uuid, stand_in uuid) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
      changed integer;
    BEGIN
      IF substr(stand_in::text, 15, 1) <> '8'
        OR EXISTS (SELECT FROM %1$I.audit_events WHERE actor_id = stand_in::text OR target_id = stand_in::text) THEN
        RAISE EXCEPTION 'A stand-in names nobody.' USING ERRCODE = 'insufficient_privilege';
      END IF;
      UPDATE %1$I.audit_events SET
        target_id = CASE WHEN target_id = subject::text THEN stand_in::text ELSE target_id END,
        actor_id = CASE WHEN actor_id = subject::text THEN stand_in::text ELSE actor_id END,
        actor_name = CASE WHEN actor_id = subject::text THEN '' ELSE actor_name END,
        detail = replace(detail::text, subject::text, stand_in::text)::jsonb
      WHERE target_id = subject::text OR actor_id = subject::text OR position(subject::text IN detail::text) > 0;
      GET DIAGNOSTICS changed = ROW_COUNT;
      IF changed > 0 THEN
        INSERT INTO %1$I.audit_events (actor_kind, actor_name, command, detail)
        VALUES ('SYSTEM', 'Herald', 'anonymise-audit', jsonb_build_object('standIn', stand_in, 'lines', changed));
      END IF;
      RETURN changed;
    END $$
  $make$, current_schema());

  EXECUTE format($make$
    CREATE OR REPLACE FUNCTION %1$I.expire_audit(before timestamptz, at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
      expired integer;
    BEGIN
      IF before > now() - interval '90 days' THEN
        RAISE EXCEPTION 'The audit is kept for 90 days at least.';
      END IF;
      DELETE FROM %1$I.audit_events
      WHERE id IN (SELECT id FROM %1$I.audit_events WHERE at < before ORDER BY id LIMIT at_most);
      GET DIAGNOSTICS expired = ROW_COUNT;
      IF expired > 0 THEN
        INSERT INTO %1$I.audit_events (actor_kind, actor_name, command, detail)
        VALUES ('SYSTEM', 'Herald', 'expire-audit', jsonb_build_object('before', before, 'lines', expired));
      END IF;
      RETURN expired;
    END $$
  $make$, current_schema());

  -- The trigger knows the two by the call stack, in which a function outside the search path stands with its schema.
  EXECUTE format($make$
    CREATE OR REPLACE FUNCTION %1$I.refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
      stack text;
    BEGIN
      GET DIAGNOSTICS stack = PG_CONTEXT;
      IF position(%2$L IN stack) > 0 OR position(%3$L IN stack) > 0 THEN
        IF TG_OP = 'DELETE' THEN
          RETURN OLD;
        END IF;
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'The audit is only added to.' USING ERRCODE = 'insufficient_privilege';
    END $$
  $make$, current_schema(),
    'function ' || format('%I.anonymise_audit(uuid,uuid)', current_schema()) || ' line',
    'function ' || format('%I.expire_audit(timestamp with time zone,integer)', current_schema()) || ' line');
END $outer$;
