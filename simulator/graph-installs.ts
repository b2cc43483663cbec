// What follows an installation through Graph: it holds at once, and the bot hears of it before the answer, some time
// after it, or never, as Teams has been seen to do all three.
import { setTimeout as wait } from "node:timers/promises";

import type { Person } from "./people";
import type { DeedResult } from "./person-deeds";
import type { Simulator } from "./simulator";
import type { Team } from "./teams";

export class GraphInstalls {
  readonly #stopping = new AbortController();
  readonly #telling = new Set<Promise<void>>();

  constructor(readonly simulator: Simulator) {}

  async installForPerson(person: Person): Promise<void> {
    const { personDeeds, tenant } = this.simulator;
    personDeeds.markInstalled(person);
    tenant.counts.graph.installedPeople += 1;
    await this.#tell(() => personDeeds.tellInstalled(person));
  }

  /** An installation by an application has nobody who did it; Teams names a member of the team. */
  async installInTeam(team: Team): Promise<void> {
    const { teamDeeds, tenant } = this.simulator;
    const [by] = tenant.peopleWithIds(team.memberIds);
    if (!by) throw new Error(`Nobody is in ${team.name}`);
    teamDeeds.markInstalled(team, by);
    tenant.counts.graph.installedTeams += 1;
    await this.#tell(() => teamDeeds.tellInstalled(team, by));
  }

  /** Waits until the bot has heard of everything that it is going to hear of. */
  async told(): Promise<void> {
    while (this.#telling.size > 0) await Promise.all(this.#telling);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.told();
  }

  async #tell(tell: () => Promise<DeedResult>): Promise<void> {
    const { graphInstallEvent, graphInstallEventDelayMs } = this.simulator.settings;
    if (graphInstallEvent === "never") return;
    if (graphInstallEvent === "before") {
      await tell();
      return;
    }
    const telling = this.#later(graphInstallEventDelayMs).then(async (isTime) => {
      if (isTime) await tell();
    }).finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }

  async #later(delayMs: number): Promise<boolean> {
    try {
      await wait(delayMs, undefined, { signal: this.#stopping.signal });
      return true;
    } catch (error) {
      if (this.#stopping.signal.aborted) return false;
      throw error;
    }
  }
}
