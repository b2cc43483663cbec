-- AlterTable
ALTER TABLE "app_installs" ADD COLUMN     "wanted_by" TEXT NOT NULL DEFAULT 'ADMIN';

-- The words of this column; compared with lib/domain by lib/store/constraints.test.ts.
ALTER TABLE app_installs ADD CONSTRAINT app_installs_wanted_by_check CHECK (wanted_by IN ('ADMIN', 'BROADCAST'));
