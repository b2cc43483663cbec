-- CreateTable
CREATE TABLE "retention_rules" (
    "rule" TEXT NOT NULL,
    "days" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retention_rules_pkey" PRIMARY KEY ("rule")
);

-- CreateTable
CREATE TABLE "upkeep_runs" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "result" JSONB NOT NULL,

    CONSTRAINT "upkeep_runs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "upkeep_runs_kind_finished_at_idx" ON "upkeep_runs"("kind", "finished_at" DESC);


ALTER TABLE retention_rules
  ADD CONSTRAINT retention_rules_rule_check CHECK (rule IN ('ATTEMPTS', 'INTERACTIONS', 'DELIVERY_NAMES', 'DEPARTED', 'EVENTS', 'LIST_FLAWS', 'STATISTICS', 'AUDIT')),
  ADD CONSTRAINT retention_rules_days_check CHECK (days > 0);
ALTER TABLE upkeep_runs ADD CONSTRAINT upkeep_runs_kind_check CHECK (kind IN ('RETENTION', 'CONSISTENCY'));

-- The audit's old lines go, oldest first, and never one of the last 90 days. With the rights of its owner, as anonymise_audit.
CREATE FUNCTION expire_audit(before timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  expired integer;
BEGIN
  IF before > now() - interval '90 days' THEN
    RAISE EXCEPTION 'The audit is kept for 90 days at least.';
  END IF;
  DELETE FROM audit_events WHERE id IN (SELECT id FROM audit_events WHERE at < before ORDER BY id LIMIT at_most);
  GET DIAGNOSTICS expired = ROW_COUNT;
  RETURN expired;
END $$;
