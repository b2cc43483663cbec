// Every operation of the API as data: its path and method, who may use it, what goes in and what comes out. A test holds
// it against the route files, and another one walks it with every role.
import { allowPosts } from "@/lib/commands/allow-posts";
import { cancelBroadcast } from "@/lib/commands/cancel-broadcast";
import { changeDraft } from "@/lib/commands/change-draft";
import { changeTopic } from "@/lib/commands/change-topic";
import { createTopic } from "@/lib/commands/create-topic";
import { decideBroadcast } from "@/lib/commands/decide-broadcast";
import { deleteAudience } from "@/lib/commands/delete-audience";
import { deleteDraft } from "@/lib/commands/delete-draft";
import { deleteTemplate } from "@/lib/commands/delete-template";
import { deleteTopic } from "@/lib/commands/delete-topic";
import { duplicateBroadcast } from "@/lib/commands/duplicate-broadcast";
import { installApp } from "@/lib/commands/install-app";
import { installInTeam } from "@/lib/commands/install-in-team";
import { pauseBroadcast } from "@/lib/commands/pause-broadcast";
import { readGroup } from "@/lib/commands/read-group";
import { readRoster } from "@/lib/commands/read-roster";
import { receiveEvent } from "@/lib/commands/receive-event";
import { repeatBroadcast } from "@/lib/commands/repeat-broadcast";
import { resolveUnconfirmed } from "@/lib/commands/resolve-unconfirmed";
import { resumeBroadcast } from "@/lib/commands/resume-broadcast";
import { retryFailed } from "@/lib/commands/retry-failed";
import { saveAudience } from "@/lib/commands/save-audience";
import { saveDraft } from "@/lib/commands/save-draft";
import { saveTemplate } from "@/lib/commands/save-template";
import { scheduleBroadcast } from "@/lib/commands/schedule-broadcast";
import { searchGroups } from "@/lib/commands/search-groups";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import { sendTest } from "@/lib/commands/send-test";
import { syncDirectory } from "@/lib/commands/sync-directory";
import { takeBackBroadcast } from "@/lib/commands/take-back-broadcast";
import { withdrawAppInstalls } from "@/lib/commands/withdraw-installs";
import { IDEMPOTENCY_HOURS } from "@/lib/domain/external-event";
import { groupSearchSchema } from "@/lib/domain/group-search";
import { ROLES } from "@/lib/domain/role";

import { APPROVAL_OPERATIONS } from "./_openapi-approval";
import { AUDIENCE_OPERATIONS } from "./_openapi-audience-routes";
import { EXPORT_OPERATIONS } from "./_openapi-export-routes";
import { KEY_OPERATIONS } from "./_openapi-key-routes";
import { type AnyCommand, get, open, type Operation, type Path, type Rest, write } from "./_openapi-operation";
import { PERSON_OPERATIONS } from "./_openapi-person-routes";
import { RECIPIENT_OPERATIONS } from "./_openapi-recipient-routes";
import type { SchemaName } from "./_openapi-schemas";
import { UPKEEP_OPERATIONS } from "./_openapi-upkeep";
import {
  auditQuery, broadcastsQuery, deliveriesQuery, eventsQuery, groupsQuery, nextRunsQuery, placesQuery, recurringQuery, runsQuery,
  teamsQuery,
} from "./_query";

export type { Method, Operation } from "./_openapi-operation";

const broadcast = "/api/broadcasts/{id}";
const EVENT_SUMMARY = `Another system reports something: a template, filled, goes to people. The same Idempotency-Key with the
 same body answers the same for ${IDEMPOTENCY_HOURS} hours, and 409 with another body.`.replaceAll("\n", "");

export const OPERATIONS: readonly Operation[] = [
  get("/api/broadcasts", "A page of broadcasts, newest first.", "BroadcastPage", { query: broadcastsQuery }),
  write("POST", "/api/broadcasts", saveDraft, "A new draft.", { body: "DraftInput", answer: "Broadcast", status: 201 }),
  get(broadcast, "One broadcast, with how it is getting on.", "BroadcastDetail"),
  write("PATCH", broadcast, changeDraft, "Changes a draft; with broadcasts:send, what is live too.", {
    body: "DraftChange", answer: "Broadcast", revision: "REQUIRED",
  }),
  write("DELETE", broadcast, deleteDraft, "Deletes a draft."),
  verb("submit", sendBroadcast, "Hands a draft in: it is sent, or in review when somebody else must approve.", {
    body: "SendInput", revision: "OPTIONAL",
  }),
  verb("decide", decideBroadcast, "Approves or rejects; the last approval that is needed sends. Not with a key.", {
    body: "DecisionInput", revision: "OPTIONAL",
  }),
  verb("schedule", scheduleBroadcast, "Sends at a later time; in review first if need be.", {
    body: "ScheduleInput", revision: "OPTIONAL",
  }),
  verb("send", sendBroadcast, "Sends now; in review first if need be.", { body: "SendInput", revision: "OPTIONAL" }),
  verb("repeat", repeatBroadcast, "Repeats a draft by a cron expression, or gives a recurring broadcast another rhythm.", {
    body: "RecurrenceInput", revision: "OPTIONAL",
  }),
  verb("take-back", takeBackBroadcast, "Back to the drafts, before anything was sent."),
  verb("pause", pauseBroadcast, "Begins nothing more until it is resumed."),
  verb("resume", resumeBroadcast, "Goes on from where it was paused."),
  verb("cancel", cancelBroadcast, "Skips whatever has not been sent."),
  verb("duplicate", duplicateBroadcast, "A new draft of it.", { status: 201 }),
  verb("test", sendTest, "Sends the message to the person who asks, alone.", { status: 201 }),
  verb("resolve-unconfirmed", resolveUnconfirmed, "Sends again, or closes, what may or may not have arrived.", {
    body: "UnconfirmedDecision",
  }),
  verb("retry-failed", retryFailed, "Gives what has failed another chance."),
  get(`${broadcast}/deliveries`, "A page of its deliveries, or all of them as CSV.", "DeliveryPage", {
    query: deliveriesQuery, alsoAs: "text/csv",
  }),
  get(`${broadcast}/runs`, "A page of the runs of a recurring broadcast, newest first.", "RunPage", { query: runsQuery }),
  get("/api/recurring", "A page of recurring broadcasts, each with its next run and its last.", "RecurringPage", {
    query: recurringQuery,
  }),
  get("/api/recurring/next-runs", "When a broadcast would run that repeats like this.", "NextRuns", { query: nextRunsQuery }),

  ...APPROVAL_OPERATIONS,
  ...AUDIENCE_OPERATIONS,
  ...kept("audiences", saveAudience, deleteAudience, "SavedAudience", "saved audience"),
  ...kept("templates", saveTemplate, deleteTemplate, "Template", "template"),
  get("/api/events", "External events received, newest first.", "EventPage", { query: eventsQuery }),
  write("POST", "/api/events", receiveEvent, EVENT_SUMMARY, {
    body: "EventInput", answer: "EventAnswer", status: 202, tried: "EventDryRun", idempotent: true,
  }),
  get("/api/topics", "All topics, with how much they are used.", "TopicPage"),
  write("POST", "/api/topics", createTopic, "A new topic.", { body: "TopicInput", answer: "Topic", status: 201 }),
  get("/api/topics/{id}", "One topic.", "Topic"),
  write("PATCH", "/api/topics/{id}", changeTopic,
    "Changes a topic; its key stays. One that is mandatory, or on what was sent for approval, only an admin renames.",
    { body: "TopicChange", answer: "Topic" }),
  write("DELETE", "/api/topics/{id}", deleteTopic, "Deletes a topic that nothing uses."),

  ...RECIPIENT_OPERATIONS,
  ...UPKEEP_OPERATIONS,
  ...EXPORT_OPERATIONS,
  get("/api/teams", "Teams the app is in, with their channels; by `ids` also those it has left.", "TeamPage", {
    query: teamsQuery,
  }),
  get("/api/teams/{id}", "One team.", "Team"),
  write("POST", "/api/teams/{id}/read-roster", readRoster, "Wants its members read from Teams, now.", { answer: "Team" }),
  get("/api/group-chats", "Group chats the bot is in.", "GroupChatPage", { query: placesQuery }),
  write("POST", "/api/group-chats/{id}/read-roster", readRoster, "Wants its members read from Teams, now."),
  write("PUT", "/api/channels/{id}/posts", allowPosts, "Whether broadcasts may post in a channel; its id is a recipient's.", {
    body: "PostsSwitch",
  }),
  write("PUT", "/api/group-chats/{id}/posts", allowPosts, "Whether broadcasts may post in a group chat.", {
    body: "PostsSwitch",
  }),
  get("/api/directory", "How reading the directory and installing the app stand.", "Directory"),
  write("POST", "/api/directory/sync", syncDirectory, "Reads the directory now.", { answer: "Directory", status: 202 }),
  get("/api/groups", "Groups of the directory, by name.", "GroupPage", { query: groupsQuery }),
  get("/api/groups/search", "How a search at Microsoft Entra stands.", "GroupSearch", { query: groupSearchSchema }),
  write("POST", "/api/groups/search", searchGroups, "Searches groups at Microsoft Entra itself; what is found joins the list.", {
    body: "GroupSearchInput", answer: "GroupSearch", status: 202,
  }),
  get("/api/groups/{id}", "One group, with names of some members for who may read recipients.", "Group"),
  write("POST", "/api/groups/{id}/read", readGroup, "Reads its members anew.", { answer: "Group", status: 202 }),
  write("POST", "/api/groups/{id}/install", installInTeam, "Installs the app in its team.", { answer: "Group", status: 202 }),
  write("POST", "/api/installs", installApp, "Installs the app for people who have not got it.", {
    body: "InstallInput", answer: "InstallAnswer", status: 202,
  }),
  write("DELETE", "/api/installs", withdrawAppInstalls, "Installs it no further for whom an admin wanted it.", {
    answer: "WithdrawAnswer",
  }),

  {
    method: "GET", path: "/api/metrics", summary: "Figures for operators, in Prometheus' text format.", access: ROLES,
    alsoAs: "text/plain",
  },
  get("/api/audit", "Who did what, newest first.", "AuditPage", {
    query: auditQuery, alsoAs: "text/csv",
  }),
  ...KEY_OPERATIONS,

  ...PERSON_OPERATIONS,
  open("GET", "/api/health", "The process answers.", { answer: "Health" }),
  open("GET", "/api/ready", "200 once it can work, else 503.", { answer: "Readiness" }),
  open("GET", "/api/openapi.json", "This description."),
  { method: "POST", path: "/api/messages", summary: "Where Teams sends its activities.", access: "BOT" },
];

function verb(word: string, command: AnyCommand, summary: string, rest: Rest = {}): Operation {
  return write("POST", `${broadcast}/${word}`, command, summary, { answer: "Broadcast", ...rest });
}

/** What is kept under a name: listed, made, read, replaced as a whole, deleted. */
function kept(
  plural: "audiences" | "templates", save: AnyCommand, remove: AnyCommand, answer: "SavedAudience" | "Template", word: string,
): Operation[] {
  const path: Path = `/api/${plural}`;
  const body: SchemaName = `${answer}Input`;
  return [
    get(path, `Each ${word}, by name.`, `${answer}Page`),
    write("POST", path, save, `A new ${word}.`, { body, answer, status: 201 }),
    get(`${path}/{id}`, `One ${word}.`, answer),
    write("PUT", `${path}/{id}`, save, `Replaces a ${word} as a whole.`, {
      body, answer, ...(plural === "templates" ? { revision: "OPTIONAL" } : {}),
    }),
    write("DELETE", `${path}/{id}`, remove, `Deletes a ${word}.`),
  ];
}
