// A measurement that promises something says so, and ends with 1 when it was not kept.

/** Prints what was missed; a kept promise needs no words. */
export function promise(isKept: boolean, what: string): void {
  if (isKept) return;
  console.log(`  MISSED: ${what}`);
  process.exitCode = 1;
}
