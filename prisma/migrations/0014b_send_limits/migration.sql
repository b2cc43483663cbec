-- CreateTable
CREATE TABLE "send_limits" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "confirm_above" INTEGER DEFAULT 1000,
    "broadcasts_per_hour" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "send_limits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_idx" ON "audit_events"("actor_id", "at");


ALTER TABLE send_limits
  ADD CONSTRAINT send_limits_only_check CHECK (id = 1),
  ADD CONSTRAINT send_limits_check CHECK (confirm_above >= 0 AND broadcasts_per_hour > 0);
