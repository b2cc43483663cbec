// The people of the practice tenant. The same seed always yields the same people; the first four are the personas one
// can sign in as, so that an author's test send arrives in a chat that can be opened.
import { PERSONAS } from "@/lib/domain/personas";

import { type AccountShares, type Attributes, makeAttributeSource, USUAL_SHARES } from "./attributes";
import { CULTURES, spellings } from "./names";
import { fingerprint, makeRandom, pick, type Random } from "./random";

export type PersonStatus = "NOT_INSTALLED" | "INSTALLED" | "BLOCKED" | "REMOVED";

export type Person = Attributes & {
  readonly index: number;
  readonly objectId: string;
  displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly userPrincipalName: string;
  readonly userType: "Member" | "Guest";
  readonly locale: string;
  /** `29:…`, how Teams names this person to this bot. */
  readonly teamsUserId: string;
  /** `a:…`, the chat of this person with the bot; it exists from the start, as it does in Teams. */
  readonly conversationId: string;
  status: PersonStatus;
  /** No longer in the directory. */
  isDeleted?: true;
};

export const MAX_PEOPLE = 1_000_000;

const DOMAIN = "practice.example";
const GUEST_SHARE = 0.03;

export function makePeople(count: number, seed: number, botId: string, shares = USUAL_SHARES): Person[] {
  const draw = makePersonSource(seed, botId, shares);
  return Array.from({ length: count }, () => draw());
}

/** Draws one person after the other, so that newcomers are as different from everybody as the first ones. */
export function makePersonSource(seed: number, botId: string, shares: AccountShares): () => Person {
  const random = makeRandom(seed);
  const attributes = makeAttributeSource(seed, shares);
  const takenAddresses = new Set<string>();
  let index = 0;
  return () => {
    index += 1;
    const person = makePerson(index, random, takenAddresses, botId);
    return Object.assign(person, attributes(index, person.locale, person.userType === "Guest"));
  };
}

export function objectIdOf(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}

type Names = { displayName: string; givenName: string; familyName: string; address: string; locale: string };

function makePerson(
  index: number, random: Random, taken: Set<string>, botId: string,
): Omit<Person, keyof Attributes> {
  const names = drawNames(index, random);
  const address = taken.has(names.address) ? `${names.address}.${index}` : names.address;
  taken.add(address);
  const isGuest = random() < GUEST_SHARE && index > PERSONAS.length;
  const objectId = objectIdOf(index);
  return {
    index,
    objectId,
    displayName: isGuest ? `${names.displayName} (Guest)` : names.displayName,
    givenName: names.givenName,
    familyName: names.familyName,
    email: isGuest ? `${address}@partner.example` : `${address}@${DOMAIN}`,
    userPrincipalName: isGuest ? `${address}_partner.example#EXT#@${DOMAIN}` : `${address}@${DOMAIN}`,
    userType: isGuest ? "Guest" : "Member",
    locale: names.locale,
    teamsUserId: `29:1${fingerprint("user", botId, objectId)}`,
    conversationId: `a:1${fingerprint("chat", botId, objectId)}`,
    status: "NOT_INSTALLED",
  };
}

function drawNames(index: number, random: Random): Names {
  const { given, family, locale, familyFirst } = pick(random, CULTURES);
  const givenName = spellings(pick(random, given));
  const familyName = spellings(pick(random, family));
  const persona = PERSONAS.find((candidate) => candidate.objectId === objectIdOf(index));
  if (persona) {
    const familyOfPersona = persona.displayName.slice(persona.givenName.length).trim();
    const address = `${persona.givenName}.${familyOfPersona}`.toLowerCase();
    const { displayName, givenName: givenOfPersona } = persona;
    return { displayName, givenName: givenOfPersona, familyName: familyOfPersona, address, locale: "en-GB" };
  }
  const ordered = familyFirst ? [familyName.shown, givenName.shown] : [givenName.shown, familyName.shown];
  return {
    displayName: ordered.join(" "),
    givenName: givenName.shown,
    familyName: familyName.shown,
    address: `${givenName.ascii}.${familyName.ascii}`,
    locale,
  };
}
