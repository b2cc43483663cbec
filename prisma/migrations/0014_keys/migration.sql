-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "made_by_id" UUID,
ADD COLUMN     "previous_hash" TEXT,
ADD COLUMN     "previous_until" TIMESTAMPTZ(3),
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY['*']::TEXT[];

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_previous_hash_key" ON "api_keys"("previous_hash");

-- CreateIndex
CREATE INDEX "api_keys_made_by_id_idx" ON "api_keys"("made_by_id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_made_by_id_fkey" FOREIGN KEY ("made_by_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- Keys of before go on with everything their role may do. The words are those of lib/domain/api-key.ts.
ALTER TABLE api_keys
  ALTER COLUMN scopes SET NOT NULL,
  ADD CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY[
    '*', 'broadcasts:read', 'broadcasts:write', 'broadcasts:send', 'audiences:read', 'audiences:write', 'templates:read',
    'templates:write', 'topics:read', 'topics:write', 'events:read', 'events:write', 'recipients:read', 'recipients:write',
    'directory:read', 'directory:write', 'reports:read', 'metrics:read', 'audit:read', 'settings:read', 'settings:write',
    'access:read', 'access:write']),
  ADD CONSTRAINT api_keys_previous_check CHECK ((previous_hash IS NULL) = (previous_until IS NULL));
