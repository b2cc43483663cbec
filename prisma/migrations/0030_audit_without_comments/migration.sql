-- What an approver remarks is kept with the approval, and goes when that goes. Lines of before have it too, and stay as they were
-- written; but of somebody who is erased their remarks go with the name. Otherwise the function is as before.
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
        detail = CASE WHEN actor_id = subject::text AND command = 'decide-broadcast'
          THEN replace(detail::text, subject::text, stand_in::text)::jsonb - 'comment'
          ELSE replace(detail::text, subject::text, stand_in::text)::jsonb END
      WHERE target_id = subject::text OR actor_id = subject::text OR position(subject::text IN detail::text) > 0;
      GET DIAGNOSTICS changed = ROW_COUNT;
      IF changed > 0 THEN
        INSERT INTO %1$I.audit_events (actor_kind, actor_name, command, detail)
        VALUES ('SYSTEM', 'Herald', 'anonymise-audit', jsonb_build_object('standIn', stand_in, 'lines', changed));
      END IF;
      RETURN changed;
    END $$
  $make$, current_schema());
END $outer$;
