-- AlterTable
ALTER TABLE "broadcasts" ADD COLUMN     "on_missing" TEXT NOT NULL DEFAULT 'SKIP';

-- AlterTable
ALTER TABLE "recipients" ADD COLUMN     "account" TEXT NOT NULL DEFAULT 'UNKNOWN',
ADD COLUMN     "country" TEXT,
ADD COLUMN     "department" TEXT,
ADD COLUMN     "job_title" TEXT,
ADD COLUMN     "principal_name" TEXT,
ADD COLUMN     "synced_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "entra_groups" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mail" TEXT,
    "kind" TEXT NOT NULL,
    "membership" TEXT NOT NULL DEFAULT 'ASSIGNED',
    "reading" TEXT NOT NULL DEFAULT 'NEVER',
    "wanted_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "read_error" TEXT,
    "read_cursor" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "member_count" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entra_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entra_group_members" (
    "group_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,

    CONSTRAINT "entra_group_members_pkey" PRIMARY KEY ("group_id","recipient_id")
);

-- CreateTable
CREATE TABLE "app_installs" (
    "recipient_id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'WANTED',
    "code" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_until" TIMESTAMPTZ(3),
    "wanted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "app_installs_pkey" PRIMARY KEY ("recipient_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "entra_groups_tenant_id_object_id_key" ON "entra_groups"("tenant_id", "object_id");

-- CreateIndex
CREATE INDEX "entra_group_members_recipient_id_idx" ON "entra_group_members"("recipient_id");

-- CreateIndex
CREATE INDEX "app_installs_due_idx" ON "app_installs"("due_at") WHERE (status = 'WANTED' OR status = 'INSTALLING');

-- AddForeignKey
ALTER TABLE "entra_group_members" ADD CONSTRAINT "entra_group_members_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "entra_groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entra_group_members" ADD CONSTRAINT "entra_group_members_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_installs" ADD CONSTRAINT "app_installs_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The words of these columns; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE recipients
  ADD CONSTRAINT recipients_account_check CHECK (account IN ('UNKNOWN', 'ENABLED', 'DISABLED', 'UNLICENSED', 'DELETED'));
ALTER TABLE broadcasts ADD CONSTRAINT broadcasts_on_missing_check CHECK (on_missing IN ('SKIP', 'INSTALL'));
ALTER TABLE entra_groups
  ADD CONSTRAINT entra_groups_kind_check CHECK (kind IN ('SECURITY', 'MICROSOFT_365', 'DISTRIBUTION', 'MAIL_SECURITY')),
  ADD CONSTRAINT entra_groups_membership_check CHECK (membership IN ('ASSIGNED', 'DYNAMIC')),
  ADD CONSTRAINT entra_groups_reading_check CHECK (reading IN ('NEVER', 'WANTED', 'READING', 'READ', 'FAILED'));
ALTER TABLE app_installs
  ADD CONSTRAINT app_installs_status_check CHECK (status IN ('WANTED', 'INSTALLING', 'INSTALLED', 'FAILED')),
  ADD CONSTRAINT app_installs_settled_check CHECK ((status IN ('INSTALLED', 'FAILED')) = (settled_at IS NOT NULL));
ALTER TABLE deliveries DROP CONSTRAINT deliveries_skip_reason_check,
  ADD CONSTRAINT deliveries_skip_reason_check
    CHECK (status <> 'SKIPPED' OR reason IN ('OPTED_OUT', 'NOT_INSTALLED', 'BLOCKED', 'REMOVED', 'GUEST', 'DISABLED', 'CANCELED', 'EXPIRED', 'CAPPED'));
