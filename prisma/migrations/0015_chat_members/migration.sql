-- CreateTable
CREATE TABLE "chat_members" (
    "chat_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chat_members_pkey" PRIMARY KEY ("chat_id","recipient_id")
);

-- CreateIndex
CREATE INDEX "chat_members_recipient_id_idx" ON "chat_members"("recipient_id");

-- AddForeignKey
ALTER TABLE "chat_members" ADD CONSTRAINT "chat_members_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_members" ADD CONSTRAINT "chat_members_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Chats that were read before have no members yet: they are read once more.
UPDATE roster_reads SET wanted_at = clock_timestamp(), due_at = now(),
    status = CASE status WHEN 'READING' THEN 'READING' ELSE 'WANTED' END
  WHERE chat_id IS NOT NULL AND status IN ('READ', 'READING');
