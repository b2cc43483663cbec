// Messages that are complete, for specs that are about something else.
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";

export const NOTIFICATION = COMPLETE_NOTIFICATION;

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
