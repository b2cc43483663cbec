// A message that lacks nothing, for tests that are about something else. Pure data: the simulation reads it too.
import type { NotificationMessage } from "@/lib/domain/message";

export const COMPLETE_NOTIFICATION = {
  kind: "NOTIFICATION",
  title: "The canteen moves",
  whatHappened: "The canteen moved to the ground floor.",
  affected: "Everyone in Berlin",
  actor: "Facilities",
  whatToDo: "Use the new entrance from Monday.",
  optOutHint: "You can stop messages about this topic.",
} satisfies NotificationMessage;
