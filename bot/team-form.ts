// The form of a message to all members of a team: filled in by hand or from a template, and what is still missing in it.
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { teamFormCard } from "@/lib/domain/card-team-message";
import { findGaps, type NotificationMessage } from "@/lib/domain/message";
import { TEAM_MESSAGE_FIELDS, type TeamInputs, type TeamMessageField, teamMessageOf } from "@/lib/domain/team-message";
import type { Topic } from "@/lib/domain/topic";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { getTemplate, listTemplates } from "@/lib/store/templates";
import { listTopics } from "@/lib/store/topics";
import { defaultOptOutHint } from "@/lib/texts/card-labels";

import type { Bot } from "./bot";
import type { TeamTalk } from "./team-message";

type Form = { draftId: string; values: TeamInputs; missing: string[]; template?: string };

export async function showForm(bot: Bot, talk: TeamTalk, { draftId, values, missing, template }: Form): Promise<AdaptiveCard> {
  const { labels, team, actor, sign } = talk;
  const templates = (await listTemplates(bot.db)).filter(({ message }) => message.kind === "NOTIFICATION");
  const topics = await topicsFor(bot, talk);
  const same = { broadcast: draftId, team: team.id, ...(template ? { template } : {}) };
  return teamFormCard(labels, {
    team: team.name,
    author: actor.name,
    values,
    missing,
    topics: topics.map(({ key, name }) => ({ title: name, value: key })),
    templates: templates.map(({ id, name }) => ({ title: name, value: id })),
    actions: {
      fill: sign({ verb: "teamFill", ...same }),
      review: sign({ verb: "teamReview", ...same }),
      cancel: sign({ verb: "teamCancel", ...same }),
    },
  });
}

/** Mandatory topics are an admin's. */
async function topicsFor(bot: Bot, { actor }: TeamTalk): Promise<Topic[]> {
  const topics = await listTopics(bot.db);
  return topics.filter(({ mandatory }) => !mandatory || actor.role === "admin");
}

/** The form as a template fills it; undefined when none was chosen. */
export async function valuesOfTemplate(bot: Bot, inputs: TeamInputs): Promise<TeamInputs | undefined> {
  const message = await templateMessage(bot, inputs.template);
  if (!message) return undefined;
  const filled = TEAM_MESSAGE_FIELDS.map((field) => [field, message[field]?.trim() ? message[field] : inputs[field]] as const);
  return { ...inputs, ...Object.fromEntries(filled) };
}

export function valuesOf({ message, topic }: Broadcast): TeamInputs {
  const fields = message.kind === "NOTIFICATION" ? message : undefined;
  const values = TEAM_MESSAGE_FIELDS.map((field) => [field, fields?.[field] ?? ""] as const);
  return { ...(Object.fromEntries(values) as Record<TeamMessageField, string>), topic: topic?.key ?? "", template: "" };
}

/** What the form does not ask for comes from the template, or stays as the draft has it. */
export async function messageOf(
  bot: Bot, { locale }: TeamTalk,
  { inputs, template, draft }: { inputs: TeamInputs; template: string | undefined; draft: Broadcast | undefined },
): Promise<NotificationMessage> {
  const kept = draft?.message.kind === "NOTIFICATION" ? draft.message : undefined;
  const base = (await templateMessage(bot, template)) ?? kept ?? {};
  return teamMessageOf(inputs, base, { lang: locale, optOutHint: defaultOptOutHint(locale) });
}

/** What is missing, in the words of the form; what the form cannot mend says so itself. */
export async function findGapsOf(
  bot: Bot, talk: TeamTalk, message: NotificationMessage, { topic }: TeamInputs,
): Promise<string[]> {
  const { field } = talk.labels;
  const known = (await topicsFor(bot, talk)).some(({ key }) => key === topic);
  const gaps = findGaps(message).map(({ path, message: words }) =>
    (TEAM_MESSAGE_FIELDS as readonly string[]).includes(path) ? field[path as TeamMessageField] : words);
  return [...(known ? [] : [field.topic]), ...new Set(gaps)];
}

async function templateMessage(bot: Bot, id: string | undefined): Promise<NotificationMessage | undefined> {
  if (!id || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const message = (await getTemplate(bot.db, id))?.message;
  return message?.kind === "NOTIFICATION" ? message : undefined;
}
