// `message all members`: somebody whose role in the console allows it writes to everybody in a team from one of its
// channels. The form, what it comes to, and the sending are cards; what they do are commands in that person's name, so the
// broadcast that comes of it is like any other. The role is looked up anew at each step.
import { randomUUID } from "node:crypto";

import { type Actor, WRITERS } from "@/lib/commands/command";
import { deleteDraft } from "@/lib/commands/delete-draft";
import { readRoster } from "@/lib/commands/read-roster";
import { saveTeamMessage } from "@/lib/commands/save-team-message";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import { type ActionData, TEAM_VERBS, type TeamVerb } from "@/lib/domain/card-actions";
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import {
  teamAskedCard, teamCanceledCard, type TeamMessageLabels, teamNoticeCard, teamSentCard,
} from "@/lib/domain/card-team-message";
import { confirmsByHand, needsConfirmation } from "@/lib/domain/send-limits";
import type { TeamInputs } from "@/lib/domain/team-message";
import { teamConfirmationSchema, teamInputsSchema } from "@/lib/domain/team-message";
import type { TeamDetail } from "@/lib/domain/views";
import { AppError } from "@/lib/errors";
import { noteRefused } from "@/lib/refusal-log";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { getBroadcast } from "@/lib/store/broadcasts";
import { getTeam } from "@/lib/store/list-teams";
import { findPersonInTeams } from "@/lib/store/people";
import type { Recipient } from "@/lib/store/recipients";
import { getSendLimits } from "@/lib/store/send-limits";
import { teamMessageLabels } from "@/lib/texts/team-message-labels";
import { type Locale, pickLocale } from "@/lib/texts/texts";

import type { Activity } from "./activity";
import type { Bot } from "./bot";
import { type Signer, signerOf } from "./personal-cards";
import { countTeam, showConfirmation } from "./team-confirmation";
import { findGapsOf, messageOf, showForm, valuesOf, valuesOfTemplate } from "./team-form";

type Herald = ActionData["herald"];
export type TeamAction = Herald & { verb: TeamVerb; team: string; broadcast: string };

/** Who writes to which team, in which words. */
export type TeamTalk = {
  actor: Extract<Actor, { kind: "PERSON" }>;
  team: TeamDetail;
  locale: Locale;
  labels: TeamMessageLabels;
  sign: Signer;
};

/** The action, when it is one of these cards'. */
export function teamActionOf(herald: Herald): TeamAction | undefined {
  const { verb, team, broadcast } = herald;
  const isTeamVerb = (TEAM_VERBS as readonly string[]).includes(verb);
  return isTeamVerb && team && broadcast ? { ...herald, verb: verb as TeamVerb, team, broadcast } : undefined;
}

/** The answer to `message all members`: an empty form, or why there is none. Its members are read meanwhile. */
export async function showTeamForm(bot: Bot, activity: Activity, recipientId: string, teamId: string): Promise<AdaptiveCard> {
  const talk = await begin(bot, activity, recipientId, teamId);
  if ("card" in talk) return talk.card;
  await readRoster.run(bot.db, talk.actor, { id: teamId, kind: "TEAM" });
  const values = { ...teamInputsSchema.parse({}), actor: talk.actor.name };
  return showForm(bot, talk, { draftId: randomUUID(), values, missing: [] });
}

/** Said where there is no team to write to. */
export function privateNotice(locale: Locale): AdaptiveCard {
  return teamNoticeCard(teamMessageLabels(locale), "private");
}

/** A button was pressed by the person it was made for. Pressing again, or Teams asking again, changes nothing. */
export async function applyTeamAction(
  bot: Bot, activity: Activity, person: Pick<Recipient, "id">, action: TeamAction, data: unknown,
): Promise<AdaptiveCard> {
  const talk = await begin(bot, activity, person.id, action.team);
  if ("card" in talk) return talk.card;
  try {
    return await perform(bot, talk, action, { inputs: teamInputsSchema.parse(data), ...teamConfirmationSchema.parse(data) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    noteRefused(error, "POST /api/messages", talk.actor);
    return explain(bot, talk, action, error);
  }
}

async function begin(
  bot: Bot, activity: Activity, recipientId: string, teamId: string,
): Promise<TeamTalk | { card: AdaptiveCard }> {
  const locale = pickLocale(activity.locale);
  const labels = teamMessageLabels(locale);
  const { tenantId, from } = activity;
  const found = from?.aadObjectId ? await findPersonInTeams(bot.db, { tenantId, objectId: from.aadObjectId }) : undefined;
  if (!found || !WRITERS.includes(found.person.role)) return { card: teamNoticeCard(labels, "noRole") };
  if (found.mustSignIn) return { card: teamNoticeCard(labels, "signIn", bot.appUrl) };
  const team = await getTeam(bot.db, teamId);
  if (!team) return { card: teamNoticeCard(labels, "noTeam") };
  const { id, displayName: name, role, objectId } = found.person;
  const actor = { kind: "PERSON", id, name, role, tenantId, objectId } as const;
  return { actor, team, locale, labels, sign: signerOf(bot, recipientId) };
}

type TeamClick = { inputs: TeamInputs; confirmed: string };

async function perform(
  bot: Bot, talk: TeamTalk, action: TeamAction, { inputs, confirmed }: TeamClick,
): Promise<AdaptiveCard> {
  const { broadcast: draftId, template } = action;
  switch (action.verb) {
    case "teamFill": {
      const filled = await valuesOfTemplate(bot, inputs);
      const from = filled ? { template: filled.template } : {};
      return showForm(bot, talk, { draftId, values: filled ?? inputs, missing: [], ...from });
    }
    case "teamReview":
      return review(bot, talk, action, inputs);
    case "teamCount":
      return withDraft(bot, talk, draftId, (draft) => showConfirmation(bot, talk, draft, { template }));
    case "teamEdit":
      return withDraft(bot, talk, draftId, (draft) =>
        showForm(bot, talk, { draftId, values: valuesOf(draft), missing: [], ...(template ? { template } : {}) }));
    case "teamSend":
      return withDraft(bot, talk, draftId, (draft) => send(bot, talk, { action, draft, typed: confirmed }));
    case "teamCancel":
      return withDraft(bot, talk, draftId, async () => {
        await deleteDraft.run(bot.db, talk.actor, { id: draftId });
        return teamCanceledCard(talk.labels);
      }, teamCanceledCard(talk.labels));
  }
}

async function review(bot: Bot, talk: TeamTalk, action: TeamAction, inputs: TeamInputs): Promise<AdaptiveCard> {
  const { broadcast: draftId, template } = action;
  const before = await getBroadcast(bot.db, draftId);
  if (before && before.status !== "DRAFT") return showSent(bot, talk, before);
  const message = await messageOf(bot, talk, { inputs, template, draft: before });
  const missing = await findGapsOf(bot, talk, message, inputs);
  if (missing.length > 0) {
    return showForm(bot, talk, { draftId, values: inputs, missing, ...(template ? { template } : {}) });
  }
  const input = { id: draftId, teamId: talk.team.id, topic: inputs.topic, message };
  const draft = await saveTeamMessage.run(bot.db, talk.actor, input);
  return showConfirmation(bot, talk, draft, { template });
}

/** A large number is typed first; what was typed must be the number of now, which the card shows again otherwise. */
async function send(
  bot: Bot, talk: TeamTalk, { action, draft, typed }: { action: TeamAction; draft: Broadcast; typed: string },
): Promise<AdaptiveCard> {
  const estimate = await countTeam(bot, draft);
  const isTyped = confirmsByHand(typed, estimate.net, draft.message.title ?? "");
  if (!isTyped && needsConfirmation(estimate.net, await getSendLimits(bot.db))) {
    return showConfirmation(bot, talk, draft, { template: action.template, mistyped: true });
  }
  const { revision = draft.revision } = action;
  const input = { id: draft.id, estimate, revision, ...(isTyped && { confirmed: estimate.net }) };
  return showSent(bot, talk, await sendBroadcast.run(bot.db, talk.actor, input));
}

/** What is sent by now, by this button or another, is shown as sent; what was thrown away is gone. */
async function withDraft(
  bot: Bot, talk: TeamTalk, draftId: string, work: (draft: Broadcast) => Promise<AdaptiveCard>, whenGone?: AdaptiveCard,
): Promise<AdaptiveCard> {
  const draft = await getBroadcast(bot.db, draftId);
  if (!draft) return whenGone ?? teamNoticeCard(talk.labels, "gone");
  return draft.status === "DRAFT" ? work(draft) : showSent(bot, talk, draft);
}

/** A rule stood in the way; or another press of the same button was faster. */
async function explain(bot: Bot, talk: TeamTalk, { broadcast }: TeamAction, error: AppError): Promise<AdaptiveCard> {
  const now = await getBroadcast(bot.db, broadcast);
  if (now && now.status !== "DRAFT") return showSent(bot, talk, now);
  return teamNoticeCard(talk.labels, "refused", error.message);
}

async function showSent(bot: Bot, { labels, team }: TeamTalk, broadcast: Broadcast): Promise<AdaptiveCard> {
  const reportUrl = `${bot.appUrl}/broadcasts/${broadcast.id}`;
  if (broadcast.status === "IN_REVIEW") return teamAskedCard(labels, { team: team.name, reportUrl });
  const { net } = broadcast.estimate ?? (await countTeam(bot, broadcast));
  return teamSentCard(labels, { team: team.name, net, reportUrl });
}

