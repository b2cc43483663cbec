// An Audience describes who a broadcast is for. It is resolved into Recipients once, when the broadcast starts. Parts are
// joined by UNION and taken away by EXCEPT, to a limited depth and number, so that any of them is one SQL statement.
import { z } from "zod";

export const MAX_PICKED_RECIPIENTS = 10_000;
export const MAX_TEAMS = 500;
export const MAX_PLACES = 500;
export const MAX_GROUPS = 200;
/** Values of one attribute in a filter. */
export const MAX_FILTER_VALUES = 100;
/** Of one part: naming more would bury the rest of the page or the card. */
export const SHOWN_PART_NAMES = 5;
/** UNION and EXCEPT within each other, the audience itself included. */
export const MAX_AUDIENCE_DEPTH = 5;
/** Parts of all unions and exclusions together. */
export const MAX_AUDIENCE_PARTS = 50;

const idSchema = z.uuid("This is not an id.");

function idsOf(max: number, none: string, tooMany: string) {
  return z.array(idSchema).min(1, none).max(max, tooMany);
}

/** What the directory knows of a person; each is a list of which one must match, in any letter case. */
export const FILTER_ATTRIBUTES = ["department", "country", "language", "jobTitle"] as const;
export type FilterAttribute = (typeof FILTER_ATTRIBUTES)[number];

const valuesSchema = z
  .array(z.string().trim().min(1, "Enter a value.").max(200, "At most 200 characters."))
  .min(1, "Choose at least one value.")
  .max(MAX_FILTER_VALUES, `At most ${MAX_FILTER_VALUES} values.`)
  .optional();

const filterSchema = z
  .strictObject({
    kind: z.literal("FILTER"),
    department: valuesSchema,
    country: valuesSchema,
    /** As in `de`, which `de-AT` matches too; or exactly `de-AT`. */
    language: valuesSchema,
    jobTitle: valuesSchema,
    /** Whether the bot can write to them now. */
    hasApp: z.boolean().optional(),
  })
  .refine(({ kind: _kind, ...by }) => Object.values(by).some((value) => value !== undefined), "Choose what to filter by.");

const leafSchemas = [
  z.strictObject({ kind: z.literal("ALL") }),
  z.strictObject({
    kind: z.literal("TEAM_MEMBERS"),
    teamIds: idsOf(MAX_TEAMS, "Choose at least one team.", `At most ${MAX_TEAMS} teams.`),
  }),
  z.strictObject({
    kind: z.literal("CHANNEL"),
    recipientIds: idsOf(MAX_PLACES, "Choose at least one channel.", `At most ${MAX_PLACES} channels.`),
  }),
  z.strictObject({
    kind: z.literal("GROUP_CHAT"),
    recipientIds: idsOf(MAX_PLACES, "Choose at least one group chat.", `At most ${MAX_PLACES} group chats.`),
  }),
  z.strictObject({
    kind: z.literal("ENTRA_GROUP"),
    groupIds: idsOf(MAX_GROUPS, "Choose at least one group.", `At most ${MAX_GROUPS} groups.`),
  }),
  z.strictObject({ kind: z.literal("CSV"), listId: idSchema }),
  z.strictObject({
    kind: z.literal("RECIPIENTS"),
    recipientIds: idsOf(MAX_PICKED_RECIPIENTS, "Choose at least one person.", `At most ${MAX_PICKED_RECIPIENTS} people.`),
  }),
  filterSchema,
] as const;

/** An audience that is not made of others. */
export type AudiencePart = z.infer<(typeof leafSchemas)[number]>;
export type Audience =
  | AudiencePart
  | { kind: "UNION"; of: Audience[] }
  | { kind: "EXCEPT"; of: Audience; without: Audience };
export type AudienceKind = Audience["kind"];

export const AUDIENCE_KINDS = [
  "ALL", "TEAM_MEMBERS", "CHANNEL", "GROUP_CHAT", "ENTRA_GROUP", "CSV", "RECIPIENTS", "FILTER", "UNION", "EXCEPT",
] as const satisfies readonly AudienceKind[];

const nodeSchema: z.ZodType<Audience> = z.lazy(() => audienceSchema);

const anySchema = z.discriminatedUnion("kind", [
  ...leafSchemas,
  z.strictObject({
    kind: z.literal("UNION"),
    of: z.array(nodeSchema).min(1, "Choose at least one part.").max(MAX_AUDIENCE_PARTS, `At most ${MAX_AUDIENCE_PARTS} parts.`),
  }),
  z.strictObject({ kind: z.literal("EXCEPT"), of: nodeSchema, without: nodeSchema }),
]);

/** Looked at before the shape, which is read by a function that calls itself. */
export const audienceSchema: z.ZodType<Audience> = z.preprocess((value, context) => {
  const problem = findExcess(value);
  if (!problem) return value;
  context.addIssue({ code: "custom", message: problem, input: value });
  return z.NEVER;
}, anySchema);

/** All parts, unions and exclusions of an audience, itself first. */
export function partsOf(audience: Audience): Audience[] {
  switch (audience.kind) {
    case "UNION":
      return [audience, ...audience.of.flatMap(partsOf)];
    case "EXCEPT":
      return [audience, ...partsOf(audience.of), ...partsOf(audience.without)];
    default:
      return [audience];
  }
}

/** The groups whose members have to be read anew before the audience can be frozen. */
export function groupIdsOf(audience: Audience): string[] {
  const ids = partsOf(audience).flatMap((part) => (part.kind === "ENTRA_GROUP" ? part.groupIds : []));
  return [...new Set(ids)];
}

/** The teams whose members have to have been read before the audience can be frozen. */
export function teamIdsOf(audience: Audience): string[] {
  const ids = partsOf(audience).flatMap((part) => (part.kind === "TEAM_MEMBERS" ? part.teamIds : []));
  return [...new Set(ids)];
}

export function listIdsOf(audience: Audience): string[] {
  return [...new Set(partsOf(audience).flatMap((part) => (part.kind === "CSV" ? [part.listId] : [])))];
}

export type ReasonKind = Exclude<AudienceKind, "EXCEPT">;

/**
 * The one kind that says why a person of the audience is in it. What was taken away does not; channels and group chats
 * have a reason of their own; people of several kinds stay a UNION.
 */
export function reasonKindOf(audience: Audience): ReasonKind {
  if (audience.kind === "EXCEPT") return reasonKindOf(audience.of);
  if (audience.kind !== "UNION") return audience.kind;
  const kinds = audience.of.map(reasonKindOf);
  const [first, ...others] = new Set(kinds.filter((kind) => kind !== "CHANNEL" && kind !== "GROUP_CHAT"));
  return others.length > 0 ? "UNION" : (first ?? kinds[0] ?? "UNION");
}

/** Counts without recursion, since whoever sends this may nest it as deep as a body can be. */
function findExcess(value: unknown): string | undefined {
  let parts = 0;
  let level: unknown[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_AUDIENCE_DEPTH) return `Unions and exclusions may be nested ${MAX_AUDIENCE_DEPTH - 1} deep at most.`;
    parts += level.length;
    if (parts > MAX_AUDIENCE_PARTS) return `An audience may have ${MAX_AUDIENCE_PARTS} parts at most.`;
    level = level.flatMap(childrenOf);
  }
  return undefined;
}

function childrenOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const { of, without } = value as { of?: unknown; without?: unknown };
  const children = Array.isArray(of) ? of : [of];
  return [...children, without].filter((child) => typeof child === "object" && child !== null);
}
