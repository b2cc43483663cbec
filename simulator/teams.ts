// The teams of the practice tenant, their channels and who belongs to them. As in Teams, the id of a team is the id of
// its General channel.
import type { Person } from "./people";
import { fingerprint, makeRandom } from "./random";

export type Channel = { readonly id: string; name: string; isDeleted?: true };

export type Team = {
  readonly id: string;
  readonly aadGroupId: string;
  name: string;
  readonly channels: Channel[];
  readonly memberIds: Set<string>;
  /** Absent while it is in use. */
  state?: "ARCHIVED" | "DELETED";
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

const FURTHER = ["Project", "Region", "Plant", "Community", "Office"];
const FURTHER_CHANNELS = [["General"], ["General", "Questions"], ["General", "Announcements", "Ideas"]];

export function makeTeams(people: readonly Person[], seed: number, count = PLANS.length): Team[] {
  const random = makeRandom(seed + 1);
  const plans = Array.from({ length: count }, (_, position) => PLANS[position] ?? furtherPlan(position));
  return plans.map((plan, position) => {
    // The four personas are in every team, so that a practice author always has a team to write to.
    const members = people.filter((person) => random() < plan.share || person.index <= 4);
    return makeTeam(position + 1, plan.name, plan.channels, members);
  });
}

export function makeTeam(number: number, name: string, channels: readonly string[], members: readonly Person[]): Team {
  const id = threadId("team", name);
  return {
    id,
    aadGroupId: `00000000-0000-4000-9000-${number.toString(16).padStart(12, "0")}`,
    name,
    channels: channels.map((channel) => ({ name: channel, id: channel === "General" ? id : threadId(name, channel) })),
    memberIds: new Set(members.map((person) => person.objectId)),
  };
}

/** Of the teams beyond the named ones most are small and a few are not. */
function furtherPlan(position: number): Plan {
  const name = `${FURTHER[position % FURTHER.length] ?? "Team"} ${position + 1}`;
  const channels = FURTHER_CHANNELS[position % FURTHER_CHANNELS.length] ?? ["General"];
  return { name, channels, share: position % 7 === 0 ? 0.08 : 0.01 };
}

function threadId(...parts: readonly string[]): string {
  return `19:${fingerprint("thread", ...parts).slice(0, 32).toLowerCase()}@thread.tacv2`;
}
