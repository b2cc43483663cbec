-- CreateTable
CREATE TABLE "jobs" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'WANTED',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "error" TEXT,
    "wanted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "succeeded_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("kind","key")
);


-- The words of this column; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE jobs ADD CONSTRAINT jobs_status_check CHECK (status IN ('WANTED', 'QUEUED', 'RUNNING', 'DONE', 'FAILED'));
