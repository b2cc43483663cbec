-- Requests to channels and group chats in the last hour, which all processes count together: Teams limits them by conversation.
CREATE TABLE "place_requests" (
    "conversation_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "place_requests_pkey" PRIMARY KEY ("conversation_id", "started_at")
);
