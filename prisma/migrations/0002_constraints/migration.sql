-- What the schema language cannot say: the words a status may be, the fields a status needs, and the counters.
-- The lists are compared with lib/domain by lib/store/constraints.test.ts.

ALTER TABLE recipients
  ADD CONSTRAINT recipients_kind_check CHECK (kind IN ('PERSON', 'CHANNEL', 'GROUP_CHAT')),
  ADD CONSTRAINT recipients_user_type_check CHECK (user_type IN ('MEMBER', 'GUEST'));

ALTER TABLE conversation_references
  ADD CONSTRAINT conversation_references_state_check
    CHECK (state IN ('ACTIVE', 'KNOWN', 'NEEDS_INSTALL', 'BLOCKED', 'REMOVED')),
  ADD CONSTRAINT conversation_references_source_check
    CHECK (source IN ('INSTALL', 'CONVERSATION_UPDATE', 'MESSAGE', 'MENTION', 'CARD_ACTION', 'ROSTER', 'GRAPH_INSTALL', 'CREATED')),
  ADD CONSTRAINT conversation_references_active_check CHECK (state <> 'ACTIVE' OR conversation_id IS NOT NULL);

ALTER TABLE broadcasts
  ADD CONSTRAINT broadcasts_purpose_check CHECK (purpose IN ('NORMAL', 'TEST', 'STANDING')),
  ADD CONSTRAINT broadcasts_status_check
    CHECK (status IN ('DRAFT', 'IN_REVIEW', 'SCHEDULED', 'RESOLVING', 'SENDING', 'PAUSED', 'FINISHED', 'FAILED', 'CANCELED', 'ACTIVE')),
  ADD CONSTRAINT broadcasts_on_unknown_check CHECK (on_unknown IN ('HOLD', 'RETRY')),
  ADD CONSTRAINT broadcasts_priority_check CHECK (priority IN ('NORMAL', 'URGENT')),
  ADD CONSTRAINT broadcasts_standing_event_check
    CHECK ((purpose = 'STANDING') = (standing_event IS NOT NULL) AND (standing_event IS NULL OR standing_event IN ('PERSONAL_INSTALL'))),
  ADD CONSTRAINT broadcasts_active_is_standing_check CHECK (status <> 'ACTIVE' OR purpose = 'STANDING'),
  ADD CONSTRAINT broadcasts_paused_remembers_check
    CHECK ((status = 'PAUSED') = (resume_status IS NOT NULL) AND (status = 'PAUSED') = (paused_by IS NOT NULL)),
  ADD CONSTRAINT broadcasts_paused_by_check CHECK (paused_by IS NULL OR paused_by IN ('PERSON', 'BREAKER', 'MISSED')),
  ADD CONSTRAINT broadcasts_live_is_complete_check
    CHECK (status IN ('DRAFT', 'IN_REVIEW', 'CANCELED') OR topic_id IS NOT NULL),
  ADD CONSTRAINT broadcasts_scheduled_check CHECK (status <> 'SCHEDULED' OR scheduled_at IS NOT NULL);

ALTER TABLE deliveries
  ADD CONSTRAINT deliveries_status_check
    CHECK (status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT', 'SENT', 'FAILED', 'UNCONFIRMED', 'SKIPPED')),
  ADD CONSTRAINT deliveries_reason_check
    CHECK ((status IN ('FAILED', 'UNCONFIRMED', 'SKIPPED')) = (reason IS NOT NULL)),
  ADD CONSTRAINT deliveries_skip_reason_check
    CHECK (status <> 'SKIPPED' OR reason IN ('OPTED_OUT', 'NOT_INSTALLED', 'BLOCKED', 'REMOVED', 'GUEST', 'CANCELED', 'EXPIRED', 'CAPPED')),
  ADD CONSTRAINT deliveries_remedy_check
    CHECK (remedy IS NULL OR remedy IN ('REFRESH_TOKEN', 'RECREATE_CONVERSATION', 'SWITCH_HOST')),
  ADD CONSTRAINT deliveries_lease_check
    CHECK ((status IN ('CLAIMED', 'SENDING')) = (lease_worker IS NOT NULL) AND (lease_worker IS NULL) = (lease_until IS NULL)),
  ADD CONSTRAINT deliveries_settled_check
    CHECK ((status IN ('SENT', 'FAILED', 'UNCONFIRMED', 'SKIPPED')) = (settled_at IS NOT NULL));

ALTER TABLE attempts
  ADD CONSTRAINT attempts_kind_check CHECK (kind IN ('CREATE', 'POST')),
  ADD CONSTRAINT attempts_outcome_check
    CHECK (outcome IS NULL OR outcome IN ('ACCEPTED', 'THROTTLED', 'NOT_DELIVERED', 'REFUSED', 'UNKNOWN', 'OUTAGE')),
  ADD CONSTRAINT attempts_finished_check CHECK ((outcome IS NULL) = (finished_at IS NULL));

ALTER TABLE interactions
  ADD CONSTRAINT interactions_kind_check CHECK (kind IN ('READ', 'REACTION', 'CLICK', 'ACKNOWLEDGEMENT', 'POLL_ANSWER'));
ALTER TABLE approvals ADD CONSTRAINT approvals_decision_check CHECK (decision IN ('APPROVED', 'REJECTED'));
ALTER TABLE people ADD CONSTRAINT people_role_check CHECK (role IN ('viewer', 'author', 'approver', 'admin'));
ALTER TABLE api_keys ADD CONSTRAINT api_keys_role_check CHECK (role IN ('viewer', 'author', 'approver', 'admin'));
ALTER TABLE audit_events
  ADD CONSTRAINT audit_events_actor_kind_check CHECK (actor_kind IN ('PERSON', 'API_KEY', 'RECIPIENT', 'SYSTEM'));
ALTER TABLE send_slots
  ADD CONSTRAINT send_slots_rate_check CHECK (rate_per_second > 0),
  ADD CONSTRAINT send_slots_breaker_check CHECK (breaker IN ('CLOSED', 'OPEN', 'HALF_OPEN')),
  ADD CONSTRAINT send_slots_breaker_reason_check CHECK ((breaker = 'CLOSED') = (breaker_reason IS NULL));

-- An attempt is written twice, and its second version fits beside the first when pages are not full.
ALTER TABLE attempts SET (fillfactor = 60);

-- Counters move in the transaction of every change of a delivery, whichever statement made it: they cannot drift.
-- A statement touches one counter row a status and reason, in the shard of its own database session, so that workers do not wait
-- for each other. Rows of one statement are counted together through the transition tables.
CREATE FUNCTION count_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO delivery_counters AS c (broadcast_id, status, reason, shard, count)
    SELECT broadcast_id, status, coalesce(reason, ''), pg_backend_pid() % 16, count(*)
    FROM new_rows GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (broadcast_id, status, reason, shard) DO UPDATE SET count = c.count + excluded.count;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO delivery_counters AS c (broadcast_id, status, reason, shard, count)
    SELECT broadcast_id, status, coalesce(reason, ''), pg_backend_pid() % 16, -count(*)
    FROM old_rows GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (broadcast_id, status, reason, shard) DO UPDATE SET count = c.count + excluded.count;
  ELSE
    INSERT INTO delivery_counters AS c (broadcast_id, status, reason, shard, count)
    SELECT broadcast_id, status, why, pg_backend_pid() % 16, sum(n)
    FROM (
      SELECT broadcast_id, status, coalesce(reason, '') AS why, 1 AS n FROM new_rows
      UNION ALL
      SELECT broadcast_id, status, coalesce(reason, ''), -1 FROM old_rows
    ) moved
    GROUP BY 1, 2, 3 HAVING sum(n) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (broadcast_id, status, reason, shard) DO UPDATE SET count = c.count + excluded.count;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER deliveries_count_insert AFTER INSERT ON deliveries
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();
CREATE TRIGGER deliveries_count_delete AFTER DELETE ON deliveries
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();
CREATE TRIGGER deliveries_count_update AFTER UPDATE ON deliveries
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_deliveries();

-- The first topics, and the standing welcome. An operator may pause it before an organisation-wide installation.
INSERT INTO topics (id, key, name, description, mandatory) VALUES
  (gen_random_uuid(), 'welcome', 'Welcome', 'A greeting when the app is added, and what to expect from it.', false),
  (gen_random_uuid(), 'company-news', 'Company news', 'News that concerns everybody.', false);
INSERT INTO broadcasts (id, purpose, standing_event, status, topic_id, author_name, message)
SELECT gen_random_uuid(), 'STANDING', 'PERSONAL_INSTALL', 'ACTIVE', id, 'Herald', jsonb_build_object(
  'kind', 'WELCOME',
  'title', 'Welcome, {{givenName|glad you are here}}!',
  'why', '{{installer|Your organisation}} added Herald to {{team|your Teams}}, so that messages from your organisation reach you here.',
  'offer', 'News, changes and alerts from your organisation, each sorted by topic. You decide which topics you get.',
  'nextStep', 'Choose your topics with the button below. Write **help** here at any time, or **stop** to get nothing more.')
FROM topics WHERE key = 'welcome';
