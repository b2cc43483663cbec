// What is left of somebody whose data were erased. Their deliveries, attempts and interactions keep counting under ids that
// name nobody: one for each broadcast, so that they tell nothing together, and of UUID version 8, which nothing else here
// has. The database makes them (erased_id in the migrations).
const ERASED_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-/;

/** Whether this id stands where an erased person's stood. */
export function isErasedId(id: string): boolean {
  return ERASED_ID.test(id);
}

/** What an erasure found and made nobody's. */
export type ErasedCounts = {
  deliveries: number;
  interactions: number;
  /** Remembered by a keyed hash, and back with the person. */
  optOuts: number;
  /** Lines of the audit that named them. */
  auditLines: number;
  /** They could sign in to the console. */
  console: boolean;
};
