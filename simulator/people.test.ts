// The same seed makes the same people and teams, with unique ids, the personas first and the rare cases present.
import { expect, test } from "vitest";

import { PERSONAS } from "@/lib/domain/personas";

import { makePeople } from "./people";
import { makeTeams } from "./teams";

const people = makePeople(2000, 1, "28:bot");

test("the same seed yields the same people, another seed others", () => {
  expect(makePeople(2000, 1, "28:bot")).toEqual(people);
  const names = (list: typeof people): string[] => list.map((person) => person.displayName);
  expect(names(makePeople(2000, 2, "28:bot"))).not.toEqual(names(people));
});

test("the first four are the personas one can sign in as, and members", () => {
  const expected = PERSONAS.map(({ objectId, displayName, givenName }) => ({ objectId, displayName, givenName }));
  expect(people.slice(0, 4)).toMatchObject(expected);
  expect(people.slice(0, 4).every((person) => person.userType === "Member")).toBe(true);
});

test("ids, addresses and chats are unique, addresses plain ASCII", () => {
  for (const key of ["objectId", "teamsUserId", "conversationId", "email", "userPrincipalName"] as const) {
    expect(new Set(people.map((person) => person[key])).size).toBe(people.length);
  }
  expect(people.filter((person) => !/^[a-z]+\.[a-z]+(\.\d+)?@[a-z]+\.example$/.test(person.email))).toEqual([]);
});

test("a few are guests and some write from right to left", () => {
  const guests = people.filter((person) => person.userType === "Guest").length;
  expect(guests).toBeGreaterThan(20);
  expect(guests).toBeLessThan(120);
  expect(people.some((person) => /\p{Script=Arabic}/u.test(person.displayName))).toBe(true);
});

test("six teams have a General channel with the id of the team, and the personas in them", () => {
  const teams = makeTeams(people, 1);
  expect(teams).toHaveLength(6);
  for (const team of teams) {
    expect(team.channels[0]).toEqual({ id: team.id, name: "General" });
    expect(PERSONAS.every((persona) => team.memberIds.has(persona.objectId))).toBe(true);
  }
});
