// Messages that are complete, for specs that are about something else.
export const NOTIFICATION = {
  kind: "NOTIFICATION",
  title: "The canteen moves",
  whatHappened: "The canteen moved to the ground floor.",
  affected: "Everyone in Berlin",
  actor: "Facilities",
  whatToDo: "Use the new entrance from Monday.",
  optOutHint: "You can stop messages about this topic.",
};

export const WELCOME = {
  kind: "WELCOME",
  title: "Good to have you here",
  why: "Your team uses Herald.",
  offer: "News and alerts, each by topic.",
  nextStep: "Choose your topics.",
};

export const TOPIC = "company-news";

/** A draft that lacks nothing: company news to everybody. */
export function completeDraft(message: Record<string, unknown> = {}) {
  return { topic: TOPIC, message: { ...NOTIFICATION, ...message }, audience: { kind: "ALL" } };
}
