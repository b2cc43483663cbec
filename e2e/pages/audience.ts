// The builder of audiences as an author uses it, by the words on the screen.
import { expect, type Locator, type Page } from "@playwright/test";

import type { Simulator } from "@/simulator/simulator";

import { ask } from "./ask";

type Within = Page | Locator;

/** Types into a search and takes what is called so. */
export async function pick(page: Page, within: Within, search: string, name: string): Promise<void> {
  await within.getByRole("combobox", { name: search }).fill(name);
  await page.getByRole("option", { name }).first().click();
}

/** Adds a part, or takes one away; answers its card. */
export async function addPart(page: Page, how: "And also" | "But not", kind: string): Promise<Locator> {
  await page.getByRole("button", { name: `${how}…` }).click();
  await page.getByRole("menuitem", { name: kind }).click();
  const card = page.getByRole("group", { name: `${how}: ${kind}` }).last();
  await expect(card).toBeVisible();
  return card;
}

/** The number beside a word in the estimate. */
export function estimated(page: Page, word: string): Locator {
  return page.getByRole("table", { name: "Estimate", exact: true }).getByRole("row", { name: word }).getByRole("cell");
}

/** A team with the app whose members have been read; answers it. */
export async function installTeam(page: Page, simulator: Simulator, index = 0): Promise<Simulator["teams"][number]> {
  const team = simulator.teams[index]!;
  await simulator.teamDeeds.install(team, simulator.people[0]!);
  type Teams = { items: { name: string; members: number; roster: { status: string } | null }[] };
  const read = async (): Promise<number | undefined> => {
    const { items } = await ask<Teams>(page, "GET", "teams");
    return items.find(({ name }) => name === team.name)?.members;
  };
  await expect.poll(read).toBe(team.memberIds.size);
  return team;
}

/** Waits until the directory has been read. */
export async function directoryIsRead(page: Page): Promise<void> {
  const read = async (): Promise<(string | undefined)[]> => {
    const { syncs } = await ask<{ syncs: { status: string; succeededAt: string | null }[] }>(page, "GET", "directory");
    return syncs.map(({ succeededAt }) => (succeededAt === null ? "not yet" : "read"));
  };
  await expect.poll(read, { timeout: 30_000 }).toEqual(["read"]);
}
