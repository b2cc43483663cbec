-- Who answers for the secret before the last rotation, as long as that goes on.
ALTER TABLE "api_keys" ADD COLUMN     "previous_made_by_id" UUID;

CREATE INDEX "api_keys_previous_made_by_id_idx" ON "api_keys"("previous_made_by_id");

ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_previous_made_by_id_fkey" FOREIGN KEY ("previous_made_by_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;
