// What a picker asks for, and what it offers of the answer.
import { describe, expect, it } from "vitest";

import type { ChannelView, TeamView } from "@/lib/domain/views";

import { optionsOf, searchPath } from "./pick-source";

const channel = (name: string): ChannelView => ({
  id: name, name, isGeneral: name === "General", state: "ACTIVE", postsAllowed: true,
});
const team = (name: string, channels: string[]): TeamView => ({
  id: name, name, members: 1, installerName: null, archivedAt: null, removedAt: null, roster: null,
  channels: channels.map(channel),
});
const TEAMS = [team("Design", ["General", "Critique"]), team("Night shift", ["General", "Design reviews"])];
const names = (asked: string) => optionsOf("CHANNEL", TEAMS, asked).map(({ name }) => name);

describe("a picker of channels", () => {
  it("asks for teams by the names of their channels too", () => {
    expect(searchPath("CHANNEL", "design")).toBe("/api/teams?limit=8&by=CHANNEL&q=design");
    expect(searchPath("TEAM_MEMBERS", "design")).toBe("/api/teams?limit=8&q=design");
  });

  it("offers those that what was typed names, by their team or by themselves", () => {
    expect(names("design")).toEqual(["Design › General", "Design › Critique", "Night shift › Design reviews"]);
    expect(names("REVIEWS")).toEqual(["Night shift › Design reviews"]);
    expect(names("design › crit")).toEqual(["Design › Critique"]);
    expect(names("")).toHaveLength(4);
  });
});
