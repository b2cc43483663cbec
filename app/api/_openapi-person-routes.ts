// The operations about signing in, people of the console, their roles and sessions; see _openapi-routes.ts.
import { addPerson } from "@/lib/commands/add-person";
import { changeRole } from "@/lib/commands/change-role";
import { endOwnSessions } from "@/lib/commands/end-own-sessions";
import { endSession } from "@/lib/commands/end-session";
import { endSessionsOf } from "@/lib/commands/end-sessions-of";
import { erasePerson } from "@/lib/commands/erase-person";
import { removeRole } from "@/lib/commands/remove-role";

import { get, open, type Operation, write } from "./_openapi-operation";
import { peopleQuery } from "./_query";

export const PERSON_OPERATIONS: readonly Operation[] = [
  get("/api/me", "Who is asking.", "Me"),
  open("POST", "/api/sign-in/practice", "Signs in as a practice persona; only while PRACTICE is on.", {
    body: "PersonaChoice", answer: "Person",
  }),
  open("POST", "/api/sign-in/entra", "Where to send a browser to sign in with Entra.", {
    body: "SignInInput", answer: "SignInAddress",
  }),
  open("GET", "/api/sign-in/entra/callback", "Where Entra sends the browser back to; it goes on to a page.", { status: 303 }),
  open("POST", "/api/sign-out", "Ends the session, and says where to go.", { answer: "SignedOut" }),

  get("/api/sessions", "Where one is signed in.", "SessionPage"),
  write("DELETE", "/api/sessions/{id}", endSession, "Ends a session: one's own, or as an admin anybody's."),
  write("POST", "/api/sessions/end", endOwnSessions, "Signs out everywhere, or everywhere else.", {
    body: "SessionsToEnd", answer: "EndedSessions",
  }),

  { ...get("/api/people", "Who may use the console, and who has.", "PersonPage", { query: peopleQuery }), access: ["admin"] },
  write("POST", "/api/people", addPerson, "Gives a role to somebody of the organisation.", {
    body: "PersonInput", answer: "PersonRole", status: 201,
  }),
  write("PUT", "/api/people/{id}/role", changeRole, "Gives somebody another role.", { body: "RoleInput", answer: "PersonRole" }),
  write("DELETE", "/api/people/{id}/role", removeRole, "Takes an assigned role back; what Entra says counts again.", {
    answer: "PersonRole",
  }),
  {
    ...get("/api/people/{id}/export", "Everything that is kept about somebody of the console, row by row.", "PersonExport"),
    access: ["admin"],
  },
  write("POST", "/api/people/{id}/erase", erasePerson, "Erases somebody of the console who is no recipient, for good.", {
    answer: "ErasedPerson",
  }),
  { ...get("/api/people/{id}/sessions", "Where one person is signed in.", "SessionPage"), access: ["admin"] },
  write("DELETE", "/api/people/{id}/sessions", endSessionsOf, "Signs somebody out everywhere.", { answer: "EndedSessions" }),
];
