// The teams of the practice tenant, their channels and who belongs to them. As in Teams, the id of a team is the id of
// its General channel.
import type { Person } from "./people";
import { fingerprint, makeRandom } from "./random";

export type Channel = { readonly id: string; readonly name: string };

export type Team = {
  readonly id: string;
  readonly aadGroupId: string;
  name: string;
  readonly channels: Channel[];
  readonly memberIds: Set<string>;
  /** Object id of the person who installed the bot here; absent while it is not installed. */
  installedBy?: string;
};

type Plan = { name: string; channels: readonly string[]; share: number };

const PLANS: readonly Plan[] = [
  { name: "All Company", channels: ["General", "Announcements", "Kudos"], share: 1 },
  { name: "Engineering", channels: ["General", "Incidents", "Architecture"], share: 0.35 },
  { name: "Sales", channels: ["General", "Wins", "Pipeline"], share: 0.25 },
  { name: "People & Culture", channels: ["General", "New joiners"], share: 0.12 },
  { name: "Operations", channels: ["General", "Facilities", "IT help"], share: 0.2 },
  { name: "Berlin Office", channels: ["General", "Lunch"], share: 0.15 },
];

export function makeTeams(people: readonly Person[], seed: number): Team[] {
  const random = makeRandom(seed + 1);
  return PLANS.map((plan, position) => {
    const id = threadId("team", plan.name);
    // The four personas are in every team, so that a practice author always has a team to write to.
    const members = people.filter((person) => random() < plan.share || person.index <= 4);
    return {
      id,
      aadGroupId: `00000000-0000-4000-9000-${(position + 1).toString(16).padStart(12, "0")}`,
      name: plan.name,
      channels: plan.channels.map((name) => ({ name, id: name === "General" ? id : threadId(plan.name, name) })),
      memberIds: new Set(members.map((person) => person.objectId)),
    };
  });
}

function threadId(...parts: readonly string[]): string {
  return `19:${fingerprint("thread", ...parts).slice(0, 32).toLowerCase()}@thread.tacv2`;
}
