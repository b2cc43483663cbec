// Who may use the console. POST: gives a role to somebody of the organisation.
import { handle, read, withoutId } from "@/app/api/_handle";
import { personView, roleView } from "@/app/api/_person-view";
import { peopleQuery } from "@/app/api/_query";
import { addPerson } from "@/lib/commands/add-person";
import { parseInput } from "@/lib/commands/command";
import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { env } from "@/lib/env";
import { listPeople } from "@/lib/store/list-people";

export const GET = read(async ({ db, query }) => {
  const { items, next } = await listPeople(db, parseInput(peopleQuery, query));
  return { items: items.map(personView), next };
}, ["admin"]);

export const POST = handle(
  addPerson,
  (body) => ({ ...withoutId(body), tenantId: env().ENTRA_TENANT_ID ?? PRACTICE_TENANT_ID }),
  roleView,
  201,
);
