-- CreateTable
CREATE TABLE "recurrences" (
    "broadcast_id" UUID NOT NULL,
    "cron" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recurrences_pkey" PRIMARY KEY ("broadcast_id")
);

-- CreateTable
CREATE TABLE "recurrence_runs" (
    "recurring_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "broadcast_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recurrence_runs_pkey" PRIMARY KEY ("recurring_id","due_at")
);

-- CreateIndex
CREATE INDEX "recurrences_next_at_idx" ON "recurrences"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "recurrence_runs_broadcast_id_key" ON "recurrence_runs"("broadcast_id");

-- AddForeignKey
ALTER TABLE "recurrences" ADD CONSTRAINT "recurrences_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recurrence_runs" ADD CONSTRAINT "recurrence_runs_recurring_id_fkey" FOREIGN KEY ("recurring_id") REFERENCES "recurrences"("broadcast_id") ON DELETE CASCADE ON UPDATE CASCADE;


-- The words of these columns; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE recurrence_runs
  ADD CONSTRAINT recurrence_runs_outcome_check CHECK (outcome IN ('STARTED', 'MISSED', 'REFUSED')),
  ADD CONSTRAINT recurrence_runs_broadcast_check CHECK ((outcome = 'STARTED') = (broadcast_id IS NOT NULL)),
  ADD CONSTRAINT recurrence_runs_reason_check CHECK ((outcome = 'REFUSED') = (reason IS NOT NULL));
ALTER TABLE broadcasts
  DROP CONSTRAINT broadcasts_purpose_check,
  DROP CONSTRAINT broadcasts_active_is_standing_check,
  ADD CONSTRAINT broadcasts_purpose_check CHECK (purpose IN ('NORMAL', 'TEST', 'STANDING', 'RECURRING')),
  ADD CONSTRAINT broadcasts_active_is_standing_check CHECK (status <> 'ACTIVE' OR purpose IN ('STANDING', 'RECURRING')),
  -- It sends nothing itself: its runs do.
  ADD CONSTRAINT broadcasts_recurring_check
    CHECK (purpose <> 'RECURRING' OR status IN ('ACTIVE', 'PAUSED', 'FINISHED', 'CANCELED'));
