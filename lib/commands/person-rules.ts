// What holds whenever somebody's role or sessions are changed.
import { isErasedId } from "@/lib/domain/erasure";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { countAdmins, getKnownPerson, type KnownPerson } from "@/lib/store/people";

import type { Actor } from "./command";

/** Throws NOT_FOUND. */
export async function getPersonOrThrow(db: Db, id: string): Promise<KnownPerson> {
  const person = await getKnownPerson(db, id);
  if (!person) throw new AppError("NOT_FOUND", "There is no such person.");
  return person;
}

/** Not one who was erased, whose row is nobody's. Throws NOT_FOUND. */
export async function getLivingPersonOrThrow(db: Db, id: string): Promise<KnownPerson> {
  if (isErasedId(id)) throw new AppError("NOT_FOUND", "There is no such person.");
  return getPersonOrThrow(db, id);
}

/** Throws CONFLICT when nobody would be an admin any more. Hold the lock of admins. */
export async function assertAdminRemains(tx: Db, before: KnownPerson, roleAfter: KnownPerson["role"]): Promise<void> {
  if (before.role !== "admin" || roleAfter === "admin") return;
  if ((await countAdmins(tx, before.id)) > 0) return;
  throw new AppError("CONFLICT", `${before.displayName} is the only admin. Make somebody else an admin first.`);
}

/** Throws NOT_FOUND for a key or a recipient. */
export function ownIdOrThrow(actor: Actor): string {
  if (actor.kind === "PERSON") return actor.id;
  throw new AppError("NOT_FOUND", "Only people have sessions.");
}
