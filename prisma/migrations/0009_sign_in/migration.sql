-- Sign-in with Entra ID: roles from there or assigned here, sessions that can be listed and ended one by one, and the code that
-- makes the first admin.

-- Null: Entra's app roles gave none at the last sign-in, or nobody has signed in yet.
ALTER TABLE "people" ADD COLUMN "assigned_role" TEXT,
ALTER COLUMN "role" DROP NOT NULL;
ALTER TABLE people ADD CONSTRAINT people_assigned_role_check CHECK (assigned_role IN ('viewer', 'author', 'approver', 'admin'));

-- So far the practice sign-in was the only one.
ALTER TABLE "sessions" ADD COLUMN "browser" TEXT NOT NULL DEFAULT '',
ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN "source" TEXT NOT NULL DEFAULT 'PRACTICE';
ALTER TABLE "sessions" ALTER COLUMN "source" DROP DEFAULT;
ALTER TABLE sessions ADD CONSTRAINT sessions_source_check CHECK (source IN ('ENTRA', 'PRACTICE'));

CREATE UNIQUE INDEX "sessions_id_key" ON "sessions"("id");

CREATE TABLE "admin_codes" (
    "code_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_codes_pkey" PRIMARY KEY ("code_hash")
);

CREATE TABLE "used_sign_ins" (
    "state_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_sign_ins_pkey" PRIMARY KEY ("state_hash")
);
