// The words people may write to the bot, in any letter case, in English or German, with or without its name and a full
// stop. Anything else is not a command, and gets a different answer than `help`.
import type { BotCommand } from "@/lib/domain/card-replies";

import { type Activity, isBot } from "./activity";

const WORDS: Record<BotCommand, readonly string[]> = {
  help: ["help", "hilfe"],
  stop: ["stop", "stopp", "unsubscribe", "abbestellen"],
  start: ["start", "subscribe", "abonnieren"],
  preferences: ["preferences", "settings", "einstellungen"],
  why: ["why", "warum"],
  whoami: ["who am i", "whoami", "wer bin ich"],
};

/** What may be written in a channel, to everybody in its team. */
const MESSAGE_ALL: readonly string[] = [
  "message all members", "message all", "nachricht an alle mitglieder", "nachricht an alle", "an alle mitglieder",
];

const COMMAND_OF = new Map(
  (Object.keys(WORDS) as BotCommand[]).flatMap((command) => WORDS[command].map((word) => [word, command] as const)),
);
const LONGEST_COMMAND = 40;

export function findCommand(activity: Activity): BotCommand | undefined {
  return COMMAND_OF.get(wordsOf(activity));
}

/** Whether somebody wants to write to all members of the team. */
export function wantsToMessageAll(activity: Activity): boolean {
  return MESSAGE_ALL.includes(wordsOf(activity));
}

/** Empty for anything longer than a command. */
function wordsOf(activity: Activity): string {
  const words = withoutOwnMention(activity)
    .replace(/&nbsp;|<[^>]{0,200}>/g, " ")
    .replace(/[\s\p{P}\p{S}]+/gu, " ")
    .trim();
  return words.length > LONGEST_COMMAND ? "" : words.toLowerCase();
}

/** In a channel or group chat the bot speaks only when it is spoken to. */
export function isMentioned(activity: Activity): boolean {
  return activity.mentions.some(({ mentioned }) => isBot(mentioned, activity));
}

function withoutOwnMention(activity: Activity): string {
  const own = activity.mentions.filter(({ mentioned }) => isBot(mentioned, activity));
  return own.reduce((text, mention) => (mention.text ? text.replaceAll(mention.text, " ") : text), activity.text ?? "");
}
