-- AlterTable
ALTER TABLE "teams" ADD COLUMN     "archived_at" TIMESTAMPTZ(3),
ADD COLUMN     "bot_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "installed_in" TEXT;

-- CreateTable
CREATE TABLE "roster_reads" (
    "id" UUID NOT NULL,
    "team_id" UUID,
    "chat_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'WANTED',
    "cursor" TEXT,
    "members_read" INTEGER NOT NULL DEFAULT 0,
    "member_count" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "wanted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_worker" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "roster_reads_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "roster_reads_team_id_key" ON "roster_reads"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "roster_reads_chat_id_key" ON "roster_reads"("chat_id");

-- CreateIndex
CREATE INDEX "roster_reads_due_idx" ON "roster_reads"("due_at") WHERE (status = 'WANTED' OR status = 'READING');

-- AddForeignKey
ALTER TABLE "roster_reads" ADD CONSTRAINT "roster_reads_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "roster_reads" ADD CONSTRAINT "roster_reads_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- The words of these columns; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE roster_reads
  ADD CONSTRAINT roster_reads_place_check CHECK ((team_id IS NULL) <> (chat_id IS NULL)),
  ADD CONSTRAINT roster_reads_status_check CHECK (status IN ('WANTED', 'READING', 'READ', 'FAILED')),
  ADD CONSTRAINT roster_reads_error_check
    CHECK ((status = 'FAILED') = (error IS NOT NULL) AND (error IS NULL OR error IN ('NOT_THERE', 'GONE', 'CREDENTIALS', 'UNAVAILABLE', 'REFUSED'))),
  ADD CONSTRAINT roster_reads_lease_check CHECK ((lease_worker IS NULL) = (lease_until IS NULL));
ALTER TABLE broadcasts DROP CONSTRAINT broadcasts_standing_event_check,
  ADD CONSTRAINT broadcasts_standing_event_check
    CHECK ((purpose = 'STANDING') = (standing_event IS NOT NULL) AND (standing_event IS NULL OR standing_event IN ('PERSONAL_INSTALL', 'TEAM_INSTALL')));

-- Teams that the app is in already: their bot is the one their tenant's people know, and their members have never been read.
UPDATE teams t SET bot_id = coalesce((
  SELECT c.bot_id FROM conversation_references c JOIN recipients r ON r.id = c.recipient_id
  WHERE r.tenant_id = t.tenant_id ORDER BY c.seen_at DESC LIMIT 1), '');
INSERT INTO roster_reads (id, team_id)
SELECT gen_random_uuid(), id FROM teams WHERE removed_at IS NULL AND installed_at IS NOT NULL;

-- The standing welcome of a team: one post in the channel that was chosen, naming who added the app.
INSERT INTO broadcasts (id, purpose, standing_event, status, topic_id, author_name, message)
SELECT gen_random_uuid(), 'STANDING', 'TEAM_INSTALL', 'ACTIVE', id, 'Herald', jsonb_build_object(
  'kind', 'WELCOME',
  'title', 'Herald is here now',
  'why', '{{installer|Somebody}} added Herald to {{team|this team}}, in the channel {{channel|General}}.',
  'offer', 'Messages that concern you, from your organisation: posted here, or to each of you in a chat. Everybody decides for themselves which topics reach them.',
  'nextStep', 'Mention **@Herald** with the word **help** to see what it does here, or write to it in a chat of your own.')
FROM topics WHERE key = 'welcome';
