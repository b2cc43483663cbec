// Control routes about one person, and the searchable list of all of them.
import { z } from "zod";

import { type ControlRequest, type ControlRoutes, NotHere } from "./control-request";
import { previewOf, viewMessage } from "./message-view";
import type { Person } from "./people";
import type { Simulator } from "./simulator";

export type PersonView = Omit<Person, "familyName"> & {
  unread: number;
  received: number;
  lastMessage?: { preview: string; at: string };
};

const listSchema = z.object({
  q: z.string().default(""),
  status: z.enum(["NOT_INSTALLED", "INSTALLED", "BLOCKED", "REMOVED"]).optional(),
  cursor: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});

const clickSchema = z.strictObject({
  activityId: z.string(),
  index: z.int().exactOptional(),
  title: z.string().exactOptional(),
  verb: z.string().exactOptional(),
  id: z.string().exactOptional(),
  inputs: z.record(z.string(), z.unknown()).exactOptional(),
});

const reactSchema = z.strictObject({ activityId: z.string(), type: z.string().default("like") });

export const personRoutes: ControlRoutes = {
  "GET /people": listPeople,
  "GET /people/:id": (request) => {
    const person = personOf(request);
    const teams = request.simulator.teams.filter((team) => team.memberIds.has(person.objectId));
    return { ...viewPerson(request.simulator, person), teams: teams.map(({ id, name }) => ({ id, name })) };
  },
  "GET /people/:id/chat": (request) => {
    const person = personOf(request);
    return { person: viewPerson(request.simulator, person), messages: request.simulator.chat(person.objectId) };
  },
  "GET /people/:id/received": (request) => {
    const messages = request.simulator.received(personOf(request).objectId);
    return { accepted: request.simulator.tenant.chatOf(personOf(request)).accepted, messages };
  },
  "POST /people/:id/install": (request) => request.simulator.personDeeds.install(personOf(request)),
  "POST /people/:id/uninstall": (request) => request.simulator.personDeeds.uninstall(personOf(request)),
  "POST /people/:id/block": (request) => request.simulator.personDeeds.block(personOf(request)),
  "POST /people/:id/unblock": (request) => request.simulator.personDeeds.unblock(personOf(request)),
  "POST /people/:id/say": (request) => {
    const { text } = z.strictObject({ text: z.string().min(1).max(28_000) }).parse(request.body);
    return request.simulator.personDeeds.say(personOf(request), text);
  },
  "POST /people/:id/click": (request) =>
    request.simulator.click(personOf(request).objectId, clickSchema.parse(request.body)),
  "POST /people/:id/react": async (request) => {
    const { activityId, type } = reactSchema.parse(request.body);
    const result = await request.simulator.personDeeds.react(personOf(request), activityId, type);
    if (!result) throw new NotHere(`There is no message ${activityId} in that chat.`);
    return result;
  },
  "POST /people/:id/read": (request) => request.simulator.personDeeds.read(personOf(request)),
};

export function personOf({ simulator, id }: ControlRequest): Person {
  return findPerson(simulator, id);
}

const bySchema = z.looseObject({ by: z.string().optional() });
const membersSchema = z.looseObject({ personIds: z.array(z.string()).min(1) });

/** Who does it: named in the body as `by`, else the first of these. */
export function personDoing({ simulator, body }: ControlRequest, memberIds: Iterable<string>): Person {
  const { by } = bySchema.parse(body);
  const [first] = memberIds;
  return findPerson(simulator, by ?? first ?? "");
}

/** The people named in the body as `personIds`. */
export function peopleOf({ simulator, body }: ControlRequest): Person[] {
  return membersSchema.parse(body).personIds.map((id) => findPerson(simulator, id));
}

export function findPerson(simulator: Simulator, id: string): Person {
  const person = simulator.tenant.getPerson(id);
  if (!person) throw new NotHere(`Nobody here is ${id}.`);
  return person;
}

function listPeople({ simulator, query }: ControlRequest): unknown {
  const { q, status, cursor, limit } = listSchema.parse(Object.fromEntries(query));
  const wanted = q.trim().toLocaleLowerCase();
  const matching = simulator.people.filter(
    (person) =>
      (status === undefined || person.status === status) &&
      (wanted === "" || `${person.displayName} ${person.email}`.toLocaleLowerCase().includes(wanted)),
  );
  const items = matching.slice(cursor, cursor + limit).map((person) => viewPerson(simulator, person));
  const next = cursor + limit < matching.length ? String(cursor + limit) : null;
  return { items, total: matching.length, next };
}

function viewPerson({ tenant }: Simulator, person: Person): PersonView {
  const { familyName: _, ...shown } = person;
  const chat = tenant.chats.get(person.conversationId);
  const last = chat?.messages.at(-1);
  const lastView = last && viewMessage(last, person.objectId);
  return {
    ...shown,
    unread: chat?.unread ?? 0,
    received: chat?.accepted ?? 0,
    ...(lastView ? { lastMessage: { preview: previewOf(lastView), at: lastView.at } } : {}),
  };
}
