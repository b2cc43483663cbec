// People of the console, their roles and sessions, for the description of the API.
import { z } from "zod";

import { addPerson } from "@/lib/commands/add-person";
import { changeRole } from "@/lib/commands/change-role";
import { endOwnSessions } from "@/lib/commands/end-own-sessions";
import type { PersonView, SessionView } from "@/lib/domain/access-views";
import { roleSchema } from "@/lib/domain/role";
import { SESSION_SOURCES, signInInputSchema } from "@/lib/domain/sign-in";

import { count, page, personalData, time } from "./_openapi-shapes";

const known = z.object({
  id: z.uuid(),
  displayName: z.string(),
  role: roleSchema.nullable(),
  appRole: roleSchema.nullable(),
  assignedRole: roleSchema.nullable(),
});

const person = known.extend({
  objectId: z.string(),
  signedInAt: time.nullable(),
  sessions: count,
}) satisfies z.ZodType<PersonView>;

const session = z.object({
  id: z.uuid(),
  source: z.enum(SESSION_SOURCES),
  browser: z.string(),
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
  isCurrent: z.boolean(),
}) satisfies z.ZodType<SessionView>;

export const PERSON_SCHEMAS = {
  PersonaChoice: z.object({ objectId: z.uuid() }),
  SignInInput: signInInputSchema,
  SignInAddress: z.object({ url: z.url() }),
  SignedOut: z.object({ next: z.string() }),
  Me: z.object({ kind: z.enum(["PERSON", "API_KEY"]), id: z.uuid(), name: z.string(), role: roleSchema }),
  Person: z.object({ id: z.uuid(), displayName: z.string(), role: roleSchema }),
  PersonRole: known,
  PersonPage: page(person),
  PersonInput: without(addPerson.input, "tenantId"),
  RoleInput: without(changeRole.input, "id"),
  SessionPage: page(session),
  SessionsToEnd: without(endOwnSessions.input, "currentHash"),
  EndedSessions: z.object({ ended: count }),
  PersonExport: z.object({ personId: z.uuid(), exportedAt: time, data: personalData }),
  ErasedPerson: z.object({ auditLines: count }),
} as const;

/** A command's input without what the route adds. */
function without(input: z.ZodType, name: string): z.ZodObject {
  if (!(input instanceof z.ZodObject)) throw new Error("This input is no object.");
  const { [name]: _added, ...shape } = input.shape as Record<string, z.ZodType>;
  return z.strictObject(shape);
}
