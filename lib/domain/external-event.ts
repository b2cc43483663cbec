// An ExternalEvent is what another system reports: it names a Template, a Topic, values for the template's variables and
// whom to tell. It becomes a Broadcast without an author in the console: "who did it" and "what it happened to" come
// with the event.
import { z } from "zod";

import { audienceSchema } from "./audience";
import { PRIORITIES, UNKNOWN_POLICIES } from "./broadcast";
import { type EventValues, fillEventVariables, findEventVariables, findMissingValues, findUnsafePlaces } from "./event-variables";
import { findGaps, isFilled, type Issue, LIMITS, type Message, messageSchema } from "./message";
import { topicKeySchema } from "./topic";

export const MAX_VARIABLES = 50;
export const MAX_EVENT_PEOPLE = 10_000;
/** For this long the same idempotency key answers the same again; afterwards it is new. */
export const IDEMPOTENCY_HOURS = 24;

/** ACCEPTED: it became a broadcast. DRY_RUN: it was only tried. */
export const EVENT_OUTCOMES = ["ACCEPTED", "REFUSED", "DRY_RUN"] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

/** What becomes of an event that names somebody nobody knows. */
export const UNKNOWN_PEOPLE_POLICIES = ["REFUSE", "LEAVE_OUT"] as const;
export type UnknownPeoplePolicy = (typeof UNKNOWN_PEOPLE_POLICIES)[number];

const NAME = /^[A-Za-z]\w{0,39}$/;
const value = z.union([z.string().max(LIMITS.text, `At most ${LIMITS.text} characters.`), z.number(), z.boolean()]);
const fact = z.string().max(LIMITS.shortText, `At most ${LIMITS.shortText} characters.`).optional();

export const idempotencyKeySchema = z
  .string({ error: "Send the header Idempotency-Key, with a text of your own that names this event." })
  .regex(/^[\x21-\x7e]{1,200}$/, "Use 1 to 200 characters of ASCII without spaces, such as a UUID.");

export const eventInputSchema = z
  .strictObject({
    /** Its id, or its name. */
    template: z.string().trim().min(1, "Name the template.").max(80, "At most 80 characters."),
    topic: topicKeySchema,
    /** The system that reports, as people know it. */
    system: z.string().trim().min(1, "Name the system, or leave this out.").max(80, "At most 80 characters.").optional(),
    /** Who did it, and what it happened to. Each takes the place of the template's own text, and is a variable too. */
    actor: fact,
    affected: fact,
    variables: z
      .record(z.string().regex(NAME, "Use letters, digits and underscores, at most 40."), value)
      .refine((record) => Object.keys(record).length <= MAX_VARIABLES, `At most ${MAX_VARIABLES} variables.`)
      .default({}),
    audience: audienceSchema.optional(),
    /** Entra object ids, user principal names or e-mail addresses. */
    people: z
      .array(z.string().trim().min(1, "Name a person.").max(320, "At most 320 characters."))
      .min(1, "Name at least one person.")
      .max(MAX_EVENT_PEOPLE, `At most ${MAX_EVENT_PEOPLE} people.`)
      .optional(),
    unknownPeople: z.enum(UNKNOWN_PEOPLE_POLICIES).default("REFUSE"),
    priority: z.enum(PRIORITIES).default("NORMAL"),
    onUnknown: z.enum(UNKNOWN_POLICIES).default("HOLD"),
    expiresAt: z.iso.datetime({ offset: true, error: "Enter a time such as 2026-12-24T18:00:00Z." }).optional(),
    /** True: answers what would be sent, and sends nothing. */
    dryRun: z.boolean().default(false),
  })
  .superRefine(({ audience, people, variables }, context) => {
    if ((audience === undefined) === (people === undefined)) {
      context.addIssue({ code: "custom", path: ["people"], message: "Name either people or an audience." });
    }
    for (const name of RESERVED) {
      if (Object.hasOwn(variables, name)) {
        const message = `This is a field of the event itself: send it as \`${name}\`, outside of \`variables\`.`;
        context.addIssue({ code: "custom", path: ["variables", name], message });
      }
    }
  });

export type EventInput = z.output<typeof eventInputSchema>;

/** Variables that every template may use without asking for them: fields of the event. */
export const RESERVED = ["actor", "affected", "system"] as const;

type Facts = Pick<EventInput, "actor" | "affected" | "system" | "variables">;

/** A template filled by an event, and everything that keeps it from being sent, with paths into the event. */
export function messageOfEvent(template: Message, event: Facts): { message: Message; issues: Issue[] } {
  const placed = placeFacts(template, event);
  const values = valuesOf(event);
  const message = fillEventVariables(placed, values);
  return { message, issues: findIssues(placed, message, values, event) };
}

/** What a system would send for a template, with a sample for everything that it has to fill. */
export function exampleEvent(template: { name: string; message: Message }, topic: string): Record<string, unknown> {
  const { actor, affected, system = "‹system›", ...variables } = sampleValues(template.message);
  const facts = {
    ...(actor !== undefined || isEmpty(template.message, "actor") ? { actor: "‹actor›" } : {}),
    ...(affected !== undefined || isEmpty(template.message, "affected") ? { affected: "‹affected›" } : {}),
  };
  return { template: template.name, topic, system, ...facts, variables, people: ["‹ann@example.com›"] };
}

/** A template as it may look once an event has filled it; one that asks nothing of events stays as it is. */
export function fillWithSamples(template: Message, tried: EventValues): Message {
  const samples = sampleValues(template);
  if (Object.keys(samples).length === 0) return template;
  const { actor = "‹actor›", affected = "‹affected›", ...variables } = { ...samples, ...tried };
  return messageOfEvent(template, {
    system: variables["system"],
    variables,
    actor: isEmpty(template, "actor") || samples["actor"] ? actor : undefined,
    affected: isEmpty(template, "affected") || samples["affected"] ? affected : undefined,
  }).message;
}

/** Values for every variable of a template, for an example or a preview. */
export function sampleValues(template: Message): EventValues {
  return Object.fromEntries(findEventVariables(template).map(({ name }) => [name, `‹${name}›`]));
}

/**
 * The event's facts stand where the template has none of its own: in an empty field, or in one that names no variable of
 * the event. A template that says "{{event.actor}} by Jira" has decided where they go.
 */
function placeFacts(template: Message, { actor, affected }: Facts): Message {
  if (template.kind !== "NOTIFICATION") return template;
  const placed = { ...template };
  if (actor?.trim() && !usesEvent(template, "actor")) placed.actor = "{{event.actor}}";
  if (affected?.trim() && !usesEvent(template, "affected")) placed.affected = "{{event.affected}}";
  return placed;
}

function isEmpty(template: Message, field: "actor" | "affected"): boolean {
  return template.kind === "NOTIFICATION" && !isFilled(template[field]);
}

function usesEvent(template: Message, field: "actor" | "affected"): boolean {
  const text = template.kind === "NOTIFICATION" ? template[field] : undefined;
  return findEventVariables({ kind: "NOTIFICATION", title: text }).length > 0;
}

function valuesOf({ actor, affected, system, variables }: Facts): EventValues {
  const facts = Object.entries({ actor, affected, system }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries([...Object.entries(variables).map(([name, one]) => [name, String(one)]), ...facts]);
}

function findIssues(placed: Message, message: Message, values: EventValues, event: Facts): Issue[] {
  if (placed.kind !== "NOTIFICATION") {
    return [{ path: "template", message: "This template is a welcome. Events are sent as notifications." }];
  }
  const missing = findMissingValues(placed, values);
  const used = new Set(findEventVariables(placed).map(({ name }) => name));
  const unknown = Object.keys(event.variables).filter((name) => !used.has(name));
  const unsafe = findUnsafePlaces(placed, values).map((issue) => ({ ...issue, path: `message.${issue.path}` }));
  // What is missing leaves gaps and holes, which need no second complaint.
  const rest = missing.length > 0 ? [] : [...findTooLong(message), ...findGaps(message).map(gapOf)];
  return [
    ...missing.map((name) => ({ path: pathOf(name), message: "The template needs this, and has no words to use without it." })),
    ...unknown.map((name) => ({ path: `variables.${name}`, message: unknownWords([...used]) })),
    ...unsafe,
    ...rest.filter(({ path }) => !unsafe.some((issue) => issue.path === path)),
  ];
}

function gapOf({ path, message }: Issue): Issue {
  const fact_ = path === "actor" || path === "affected";
  return fact_ ? { path, message: "The template leaves this to the event." } : { path: `message.${path}`, message };
}

function findTooLong(message: Message): Issue[] {
  const parsed = messageSchema.safeParse(message);
  const issues = parsed.error?.issues ?? [];
  return issues.map(({ path, message: words }) => ({ path: `message.${path.join(".")}`, message: `With these values: ${words}` }));
}

function pathOf(name: string): string {
  return (RESERVED as readonly string[]).includes(name) ? name : `variables.${name}`;
}

function unknownWords(used: readonly string[]): string {
  const own = used.filter((name) => !(RESERVED as readonly string[]).includes(name));
  if (own.length === 0) return "The template has no variables of its own.";
  return `The template has no such variable. It has ${own.join(", ")}.`;
}
