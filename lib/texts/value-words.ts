// How the values read that people are filtered by. Apart from audience-text.ts, so that no page loads every text there is.
import type { FilterAttribute } from "@/lib/domain/audience";

/** A language by its name. */
export function valueWords(locale: string, attribute: FilterAttribute): (value: string) => string {
  if (attribute !== "language") return (value) => value;
  const names = new Intl.DisplayNames(locale, { type: "language", fallback: "none" });
  return (value) => {
    const name = languageOf(names, value);
    return name === undefined ? value : `${name} (${value})`;
  };
}

/** Undefined for what is no language tag: it may have been typed. */
function languageOf(names: Intl.DisplayNames, value: string): string | undefined {
  try {
    return names.of(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
