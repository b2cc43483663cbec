// The totals of many runs, grouped as they are named: injected, deeds, came out, and the largest values seen.
import type { Tally } from "./tally";

export function printTally({ counts, highest }: Tally): void {
  const names = [...counts.keys()].sort();
  for (const group of ["injected", "deed", "came out", "engine said"]) {
    console.log(`\n${group}`);
    for (const name of names.filter((candidate) => candidate.startsWith(`${group}: `))) {
      console.log(`  ${String(counts.get(name) ?? 0).padStart(10)}  ${name.slice(group.length + 2)}`);
    }
  }
  console.log("\nlargest seen");
  for (const [name, value] of [...highest].sort()) console.log(`  ${value.toFixed(1).padStart(10)}  ${name}`);
}
