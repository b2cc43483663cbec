// Teams told the bot about a group chat it is in: its name, and that posts may go there. An installation, or people who
// come and go, want its roster read, which also gives a chat its name that nobody has named.
import { z } from "zod";

import { saveGroupChat } from "@/lib/store/group-chats";
import { wantOldRosterRead, wantRosterRead } from "@/lib/store/rosters";

import { defineCommand } from "./command";

const id = z.string().min(1).max(500);

export const recordGroupChat = defineCommand({
  name: "record-group-chat",
  allowed: ["SYSTEM"],
  input: z.strictObject({
    tenantId: id,
    conversationId: id,
    name: z.string().optional(),
    serviceUrl: id,
    botId: id,
    source: z.enum(["INSTALL", "CONVERSATION_UPDATE", "MESSAGE", "CARD_ACTION"]),
    seenAt: z.date(),
    /** Somebody came or went. */
    membersChanged: z.boolean().default(false),
    /** Somebody is in it whom only its roster can tell. */
    rosterWanted: z.boolean().default(false),
  }),
  handle: async (tx, _actor, { membersChanged, rosterWanted, ...chat }) => {
    const saved = await saveGroupChat(tx, chat);
    const isThere = saved.state === "ACTIVE";
    if (isThere && (saved.isNew || membersChanged || chat.source === "INSTALL")) {
      await wantRosterRead(tx, { chatId: saved.recipientId });
    } else if (isThere && rosterWanted) await wantOldRosterRead(tx, { chatId: saved.recipientId });
    return saved;
  },
  audit: ({ source }, { recipientId }) => (source === "INSTALL" ? { target: { kind: "recipient", id: recipientId } } : null),
});
