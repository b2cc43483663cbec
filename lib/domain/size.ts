// How big an activity is in Teams' eyes: UTF-16, two bytes a code unit, base64 images apart. Documents disagree about
// the limit (28, 40, 80, 100 KB); we refuse above 80 KB and tell the author from 28 KB on.
export const ADVISE_BYTES = 28 * 1024;
export const MAX_BYTES = 80 * 1024;

/** The size in bytes of an activity, or of a card alone. */
export function cardSizeBytes(activity: unknown): number {
  const json = JSON.stringify(activity, (_key, value: unknown) => (isInlineImage(value) ? "" : value)) ?? "";
  return json.length * 2;
}

function isInlineImage(value: unknown): boolean {
  return typeof value === "string" && /^data:image\/[a-z+.-]+;base64,/i.test(value);
}
