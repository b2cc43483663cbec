// A name for a copy that nothing else has: "Incident (copy)", "Incident (copy 2)", within the length a name may have.

const MAX_NAME = 80;

/** `format` makes the name of the copy with this number, the first being 1. */
export function nameCopy(name: string, taken: readonly string[], format: (base: string, number: number) => string): string {
  for (let number = 1; ; number += 1) {
    const excess = format(name, number).length - MAX_NAME;
    const copy = format(excess > 0 ? name.slice(0, -excess).trim() : name, number);
    if (!taken.includes(copy)) return copy;
  }
}
