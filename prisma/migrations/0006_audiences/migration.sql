-- AlterTable
ALTER TABLE "broadcasts" ADD COLUMN     "freezing_at" TIMESTAMPTZ(3),
ADD COLUMN     "install_total" INTEGER;

-- CreateTable
CREATE TABLE "audience_lists" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'READING',
    "rows" INTEGER NOT NULL DEFAULT 0,
    "people" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "unknown" INTEGER NOT NULL DEFAULT 0,
    "malformed" INTEGER NOT NULL DEFAULT 0,
    "heading" TEXT,
    "size_bytes" BIGINT NOT NULL DEFAULT 0,
    "error" TEXT,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audience_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audience_list_entries" (
    "list_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,

    CONSTRAINT "audience_list_entries_pkey" PRIMARY KEY ("list_id","recipient_id")
);

-- CreateTable
CREATE TABLE "audience_list_flaws" (
    "list_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "audience_list_flaws_pkey" PRIMARY KEY ("list_id","line")
);

-- CreateTable
CREATE TABLE "broadcast_groups" (
    "broadcast_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "members" INTEGER NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "broadcast_groups_pkey" PRIMARY KEY ("broadcast_id","group_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audience_lists_name_key" ON "audience_lists"("name");

-- CreateIndex
CREATE INDEX "audience_list_entries_recipient_id_idx" ON "audience_list_entries"("recipient_id");

-- AddForeignKey
ALTER TABLE "audience_list_entries" ADD CONSTRAINT "audience_list_entries_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "audience_lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audience_list_entries" ADD CONSTRAINT "audience_list_entries_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audience_list_flaws" ADD CONSTRAINT "audience_list_flaws_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "audience_lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "broadcast_groups" ADD CONSTRAINT "broadcast_groups_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- The words of these columns; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE audience_lists
  ADD CONSTRAINT audience_lists_status_check CHECK (status IN ('READING', 'READY', 'FAILED')),
  ADD CONSTRAINT audience_lists_error_check CHECK ((status = 'FAILED') = (error IS NOT NULL)),
  ADD CONSTRAINT audience_lists_rows_check CHECK (rows = people + duplicates + unknown + malformed);
ALTER TABLE audience_list_flaws
  ADD CONSTRAINT audience_list_flaws_reason_check
    CHECK (reason IN ('UNKNOWN', 'AMBIGUOUS', 'NO_ID', 'EMPTY', 'TOO_LONG', 'ENCODING', 'QUOTES'));

-- Ids and addresses are compared in any letter case, thousands at a time. Prisma cannot describe an index on an expression.
CREATE INDEX recipients_external_id_lower_idx ON recipients (lower(external_id));
CREATE INDEX recipients_principal_name_lower_idx ON recipients (lower(principal_name)) WHERE principal_name IS NOT NULL;
CREATE INDEX recipients_email_lower_idx ON recipients (lower(email)) WHERE email IS NOT NULL;
