// The people one may sign in as while the simulator stands in for Entra ID (setting PRACTICE). The simulated tenant
// contains the same four people, so that an author's test send arrives in a chat that can be opened.
import type { Role } from "./role";

export type Persona = { role: Role; objectId: string; displayName: string; givenName: string };

export const PRACTICE_TENANT_ID = "11111111-1111-4111-8111-111111111111";
/** Of the bot, and of the Teams app in the practice tenant's catalog. */
export const PRACTICE_APP_ID = "22222222-2222-4222-8222-222222222222";

export const PERSONAS: readonly Persona[] = [
  persona("author", 1, "Amelia", "Hart"),
  persona("approver", 2, "Bruno", "Keller"),
  persona("admin", 3, "Chiara", "Rossi"),
  persona("viewer", 4, "Dev", "Patel"),
];

function persona(role: Role, index: number, givenName: string, familyName: string): Persona {
  const objectId = `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
  return { role, objectId, givenName, displayName: `${givenName} ${familyName}` };
}
