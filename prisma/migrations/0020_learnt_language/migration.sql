-- The language that the bot has learnt from a person's Teams, apart from the one that counts (locale): where there is none, that
-- one follows the directory. Of whoever the bot has met, it was learnt there.
ALTER TABLE "recipients" ADD COLUMN "learnt_locale" TEXT;
UPDATE "recipients" r SET "learnt_locale" = r."locale" FROM "conversation_references" c
  WHERE c."recipient_id" = r."id" AND c."source" IN ('INSTALL', 'CONVERSATION_UPDATE', 'MESSAGE', 'CARD_ACTION') AND r."kind" = 'PERSON' AND r."locale" IS NOT NULL;
