-- DropIndex
DROP INDEX "approvals_broadcast_id_revision_person_id_key";

-- AlterTable
ALTER TABLE "approvals" ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "broadcasts" ADD COLUMN     "approved_at" TIMESTAMPTZ(3),
ADD COLUMN     "editor_id" TEXT,
ADD COLUMN     "requested_at" TIMESTAMPTZ(3),
ADD COLUMN     "requested_by" TEXT,
ADD COLUMN     "requested_name" TEXT,
ADD COLUMN     "review" JSONB,
ADD COLUMN     "review_round" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unapproved_limit" INTEGER;

-- CreateTable
CREATE TABLE "approval_rule" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "above" INTEGER,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "mandatory" BOOLEAN NOT NULL DEFAULT false,
    "needed" INTEGER NOT NULL DEFAULT 1,
    "approver_ids" UUID[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_notices" (
    "id" UUID NOT NULL,
    "broadcast_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "recipient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'WANTED',
    "activity_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_notices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approval_notices_status_due_at_idx" ON "approval_notices"("status", "due_at");

-- CreateIndex
CREATE INDEX "approval_notices_recipient_id_idx" ON "approval_notices"("recipient_id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_notices_broadcast_id_round_recipient_id_kind_key" ON "approval_notices"("broadcast_id", "round", "recipient_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "approvals_broadcast_id_round_person_id_key" ON "approvals"("broadcast_id", "round", "person_id");

-- AddForeignKey
ALTER TABLE "approval_notices" ADD CONSTRAINT "approval_notices_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_notices" ADD CONSTRAINT "approval_notices_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- The words of these columns; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE approval_rule
  ADD CONSTRAINT approval_rule_one_row_check CHECK (id = 1),
  ADD CONSTRAINT approval_rule_needed_check CHECK (needed BETWEEN 1 AND 5),
  ADD CONSTRAINT approval_rule_above_check CHECK (above >= 0);
ALTER TABLE approval_notices
  ADD CONSTRAINT approval_notices_kind_check CHECK (kind IN ('REQUEST', 'OUTCOME')),
  ADD CONSTRAINT approval_notices_status_check CHECK (status IN ('WANTED', 'SENT', 'CLOSED'));
ALTER TABLE broadcasts
  ADD CONSTRAINT broadcasts_review_check CHECK (status <> 'IN_REVIEW' OR (review IS NOT NULL AND requested_at IS NOT NULL)),
  -- A recurring one waits for approval when its text or its rhythm has changed.
  DROP CONSTRAINT broadcasts_recurring_check,
  ADD CONSTRAINT broadcasts_recurring_check
    CHECK (purpose <> 'RECURRING' OR status IN ('ACTIVE', 'PAUSED', 'IN_REVIEW', 'FINISHED', 'CANCELED'));
UPDATE broadcasts SET editor_id = author_id;
