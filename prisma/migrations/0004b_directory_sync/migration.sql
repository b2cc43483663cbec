-- AlterTable
ALTER TABLE "entra_groups" ADD COLUMN     "has_team" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "lease_until" TIMESTAMPTZ(3),
ADD COLUMN     "listed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "reading_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "directory_syncs" (
    "tenant_id" TEXT NOT NULL,
    "round" TEXT NOT NULL DEFAULT 'FULL',
    "cursor" TEXT,
    "delta_link" TEXT,
    "round_started_at" TIMESTAMPTZ(3),
    "pages" INTEGER NOT NULL DEFAULT 0,
    "people" INTEGER NOT NULL DEFAULT 0,
    "departed" INTEGER NOT NULL DEFAULT 0,
    "expected" INTEGER,
    "groups" INTEGER,
    "groups_read_at" TIMESTAMPTZ(3),
    "install_stop" TEXT,
    "install_stop_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_syncs_pkey" PRIMARY KEY ("tenant_id")
);


-- The words of these columns; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE directory_syncs
  ADD CONSTRAINT directory_syncs_round_check CHECK (round IN ('FULL', 'CHANGES')),
  ADD CONSTRAINT directory_syncs_install_stop_check CHECK ((install_stop IS NULL) = (install_stop_at IS NULL));
ALTER TABLE app_installs
  ADD CONSTRAINT app_installs_code_check
    CHECK (code IS NULL OR code IN ('CONSENT', 'NOT_IN_CATALOG', 'POLICY', 'LICENSE', 'UNKNOWN_USER', 'OTHER')),
  ADD CONSTRAINT app_installs_failed_check CHECK ((status = 'FAILED') = (code IS NOT NULL)),
  ADD CONSTRAINT app_installs_leased_check CHECK ((status = 'INSTALLING') = (lease_until IS NOT NULL));
