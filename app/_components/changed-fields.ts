// What somebody has changed in a form, of all that it shows.

/** The fields of `after` that are not as they were. */
export function changedFields<T extends object>(before: T, after: T): Partial<T> {
  const fields = Object.keys(after) as (keyof T)[];
  return Object.fromEntries(fields.flatMap((name) => (after[name] === before[name] ? [] : [[name, after[name]]]))) as Partial<T>;
}
