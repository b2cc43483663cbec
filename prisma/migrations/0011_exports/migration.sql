-- CreateTable
CREATE TABLE "exports" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "broadcast_id" UUID,
    "owner" TEXT NOT NULL,
    "query" JSONB NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "cursor" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export_chunks" (
    "export_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "export_chunks_pkey" PRIMARY KEY ("export_id","no")
);

-- CreateIndex
CREATE INDEX "exports_owner_created_at_idx" ON "exports"("owner", "created_at" DESC);

-- CreateIndex
CREATE INDEX "exports_expires_at_idx" ON "exports"("expires_at");

-- CreateIndex
CREATE INDEX "exports_broadcast_id_idx" ON "exports"("broadcast_id");

-- AddForeignKey
ALTER TABLE "exports" ADD CONSTRAINT "exports_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export_chunks" ADD CONSTRAINT "export_chunks_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "exports"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE exports
  ADD CONSTRAINT exports_kind_check CHECK (kind IN ('DELIVERIES', 'RECIPIENTS')),
  ADD CONSTRAINT exports_broadcast_check CHECK ((kind = 'DELIVERIES') = (broadcast_id IS NOT NULL)),
  ADD CONSTRAINT exports_finished_check CHECK (finished_at IS NULL OR cursor IS NULL);
