// Short answers of the bot that are no card of the domain's own: refusals of buttons, and where to talk to it.
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { text } from "@/lib/domain/card-elements";
import { reply } from "@/lib/domain/card-replies";
import { type Locale, MESSAGES } from "@/lib/texts/texts";

export type RefusalReason = "forged" | "notYours" | "gone";

/** As one plain sentence or two, for the small notice that leaves the card as it is. */
export function refusalText(locale: Locale, reason: RefusalReason): string {
  const words = MESSAGES[locale].refusal[reason];
  return `${words.title}. ${words.text.replaceAll("**", "")}`;
}

export function refusalCard(locale: Locale, reason: RefusalReason): AdaptiveCard {
  const { band, [reason]: words } = MESSAGES[locale].refusal;
  return reply(locale, { style: "emphasis", glyph: "🔒", band, title: words.title }, [text(words.text)]);
}

/** `help` in a channel or group chat. */
export function channelHelpCard(locale: Locale): AdaptiveCard {
  const words = MESSAGES[locale].teamMessage.help;
  return reply(locale, { style: "accent", glyph: "?", band: words.band, title: words.title }, [
    text(words.text), text(words.author), text(words.private),
  ]);
}

/** What the bot says in a channel or group chat: nothing personal is shown or decided in front of others. */
export function talkInPrivateCard(locale: Locale): AdaptiveCard {
  const words = MESSAGES[locale].refusal.channel;
  return reply(locale, { style: "accent", glyph: "💬", band: words.band, title: words.title }, [text(words.text)]);
}
