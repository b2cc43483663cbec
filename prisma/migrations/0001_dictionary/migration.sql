-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "recipients" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'PERSON',
    "external_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL DEFAULT '',
    "given_name" TEXT,
    "email" TEXT,
    "locale" TEXT,
    "user_type" TEXT NOT NULL DEFAULT 'MEMBER',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recipients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation_references" (
    "recipient_id" UUID NOT NULL,
    "service_url" TEXT NOT NULL,
    "conversation_id" TEXT,
    "member_id" TEXT,
    "bot_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'KNOWN',
    "evidence" TEXT NOT NULL DEFAULT '',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "installed_at" TIMESTAMPTZ(3),

    CONSTRAINT "conversation_references_pkey" PRIMARY KEY ("recipient_id")
);

-- CreateTable
CREATE TABLE "teams" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "teams_id" TEXT NOT NULL,
    "group_id" TEXT,
    "name" TEXT NOT NULL DEFAULT '',
    "installer_name" TEXT,
    "installer_id" UUID,
    "service_url" TEXT NOT NULL,
    "installed_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channels" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "conversation_id" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_members" (
    "team_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_members_pkey" PRIMARY KEY ("team_id","recipient_id")
);

-- CreateTable
CREATE TABLE "topics" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "mandatory" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "topics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opt_outs" (
    "id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "topic_id" UUID,
    "broadcast_id" UUID,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "opt_outs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "templates" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "message" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "templates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audiences" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audiences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "broadcasts" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'NORMAL',
    "standing_event" TEXT,
    "status" TEXT NOT NULL DEFAULT 'DRAFT',
    "resume_status" TEXT,
    "paused_by" TEXT,
    "status_reason" TEXT,
    "topic_id" UUID,
    "message" JSONB NOT NULL,
    "audience" JSONB,
    "on_unknown" TEXT NOT NULL DEFAULT 'HOLD',
    "priority" TEXT NOT NULL DEFAULT 'NORMAL',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "estimate" JSONB,
    "scheduled_at" TIMESTAMPTZ(3),
    "scheduled_zone" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "resolve_cursor" UUID,
    "audience_size" INTEGER,
    "author_id" TEXT,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolving_at" TIMESTAMPTZ(3),
    "sending_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "broadcasts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "broadcast_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "recipient_name" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'QUEUED',
    "reason" TEXT,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_worker" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "conversation_id" TEXT,
    "activity_id" TEXT,
    "remedy" TEXT,
    "possible_duplicate_at" TIMESTAMPTZ(3),
    "context" JSONB,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("broadcast_id","recipient_id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "broadcast_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'POST',
    "epoch" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "code" TEXT,
    "http_status" INTEGER,
    "correlation_id" TEXT,
    "activity_id" TEXT,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("broadcast_id","recipient_id","epoch","kind")
);

-- CreateTable
CREATE TABLE "delivery_counters" (
    "broadcast_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "shard" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "delivery_counters_pkey" PRIMARY KEY ("broadcast_id","status","reason","shard")
);

-- CreateTable
CREATE TABLE "sent_slices" (
    "broadcast_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "sent" INTEGER NOT NULL,

    CONSTRAINT "sent_slices_pkey" PRIMARY KEY ("broadcast_id","started_at")
);

-- CreateTable
CREATE TABLE "answer_slices" (
    "tenant_id" TEXT NOT NULL,
    "broadcast_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL,

    CONSTRAINT "answer_slices_pkey" PRIMARY KEY ("tenant_id","started_at","broadcast_id","outcome","code")
);

-- CreateTable
CREATE TABLE "send_slots" (
    "tenant_id" TEXT NOT NULL,
    "next_slot_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rate_per_second" DOUBLE PRECISION NOT NULL,
    "paused_until" TIMESTAMPTZ(3),
    "lowered_at" TIMESTAMPTZ(3),
    "breaker" TEXT NOT NULL DEFAULT 'CLOSED',
    "breaker_reason" TEXT,
    "breaker_since" TIMESTAMPTZ(3),
    "probe_at" TIMESTAMPTZ(3),
    "probes" INTEGER NOT NULL DEFAULT 0,
    "muted_until" TIMESTAMPTZ(3),

    CONSTRAINT "send_slots_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "interactions" (
    "id" BIGSERIAL NOT NULL,
    "broadcast_id" UUID,
    "recipient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "interactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approvals" (
    "id" UUID NOT NULL,
    "broadcast_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signed_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "target_kind" TEXT,
    "target_id" TEXT,
    "detail" JSONB,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workers" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "recipients_display_name_id_idx" ON "recipients"("display_name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "recipients_tenant_id_external_id_key" ON "recipients"("tenant_id", "external_id");

-- CreateIndex
CREATE INDEX "conversation_references_state_idx" ON "conversation_references"("state");

-- CreateIndex
CREATE INDEX "conversation_references_member_id_idx" ON "conversation_references"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "teams_tenant_id_teams_id_key" ON "teams"("tenant_id", "teams_id");

-- CreateIndex
CREATE UNIQUE INDEX "channels_team_id_conversation_id_key" ON "channels"("team_id", "conversation_id");

-- CreateIndex
CREATE INDEX "team_members_recipient_id_idx" ON "team_members"("recipient_id");

-- CreateIndex
CREATE UNIQUE INDEX "topics_key_key" ON "topics"("key");

-- CreateIndex
CREATE INDEX "opt_outs_topic_id_idx" ON "opt_outs"("topic_id");

-- CreateIndex
CREATE UNIQUE INDEX "opt_outs_recipient_topic_key" ON "opt_outs"("recipient_id", "topic_id") WHERE (topic_id IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "opt_outs_recipient_all_key" ON "opt_outs"("recipient_id") WHERE (topic_id IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "templates_name_key" ON "templates"("name");

-- CreateIndex
CREATE UNIQUE INDEX "audiences_name_key" ON "audiences"("name");

-- CreateIndex
CREATE INDEX "broadcasts_status_scheduled_at_idx" ON "broadcasts"("status", "scheduled_at");

-- CreateIndex
CREATE INDEX "broadcasts_created_at_id_idx" ON "broadcasts"("created_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "broadcasts_standing_key" ON "broadcasts"("standing_event") WHERE (status <> 'CANCELED');

-- CreateIndex
CREATE INDEX "deliveries_due_idx" ON "deliveries"("tenant_id", "broadcast_id", "due_at") WHERE (status = 'QUEUED' OR status = 'RETRY_WAIT');

-- CreateIndex
CREATE INDEX "deliveries_leased_idx" ON "deliveries"("lease_until") WHERE (status = 'CLAIMED' OR status = 'SENDING');

-- CreateIndex
CREATE INDEX "deliveries_ended_idx" ON "deliveries"("broadcast_id", "status", "recipient_id") WHERE (status = 'FAILED' OR status = 'UNCONFIRMED' OR status = 'SKIPPED');

-- CreateIndex
CREATE INDEX "deliveries_recipient_id_created_at_idx" ON "deliveries"("recipient_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "deliveries_possible_duplicate_idx" ON "deliveries"("broadcast_id") WHERE (possible_duplicate_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "answer_slices_broadcast_id_idx" ON "answer_slices"("broadcast_id");

-- CreateIndex
CREATE UNIQUE INDEX "interactions_recipient_id_broadcast_id_kind_value_key" ON "interactions"("recipient_id", "broadcast_id", "kind", "value");

-- CreateIndex
CREATE UNIQUE INDEX "approvals_broadcast_id_revision_person_id_key" ON "approvals"("broadcast_id", "revision", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "people_tenant_id_object_id_key" ON "people"("tenant_id", "object_id");

-- CreateIndex
CREATE INDEX "sessions_person_id_idx" ON "sessions"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "audit_events_target_kind_target_id_idx" ON "audit_events"("target_kind", "target_id");

-- AddForeignKey
ALTER TABLE "conversation_references" ADD CONSTRAINT "conversation_references_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channels" ADD CONSTRAINT "channels_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opt_outs" ADD CONSTRAINT "opt_outs_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opt_outs" ADD CONSTRAINT "opt_outs_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topics"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE CASCADE ON UPDATE CASCADE;


