// Graph's rate limits, apart from the Connector's: the directory counts units over ten seconds, Teams' part counts
// requests a second, reads and installations apart (https://learn.microsoft.com/graph/throttling-limits).
import type { costOf } from "./graph-calls";
import { TokenBucket } from "./limits";
import type { Settings } from "./settings";

export class GraphLimits {
  readonly #directory = new TokenBucket(1, Number.MAX_SAFE_INTEGER);
  readonly #reads = new TokenBucket(1, Number.MAX_SAFE_INTEGER);
  readonly #installs = new TokenBucket(1, Number.MAX_SAFE_INTEGER);

  constructor(settings: Settings) {
    this.setRates(settings);
  }

  /** Milliseconds until the call would be admitted; 0 admits and counts it. */
  admit(cost: ReturnType<typeof costOf>, nowMs: number): number {
    switch (cost.kind) {
      case "directory":
        return cost.units === 0 ? 0 : this.#directory.take(nowMs, cost.units);
      case "read":
        return this.#reads.take(nowMs);
      case "install":
        return this.#installs.take(nowMs);
      default:
        return cost satisfies never;
    }
  }

  setRates({ graphUnitsPerTenSeconds, graphReadsPerSecond, graphInstallsPerSecond }: Settings): void {
    this.#directory.setRate(graphUnitsPerTenSeconds / 10, graphUnitsPerTenSeconds);
    this.#reads.setRate(graphReadsPerSecond, Math.max(1, graphReadsPerSecond));
    this.#installs.setRate(graphInstallsPerSecond, Math.max(1, graphInstallsPerSecond));
  }
}
