// Whether a person wants a topic. The rule is also written as SQL (`optedOutSql` in lib/store/opt-outs.ts); a test holds
// the two to one table.
export type OptOut = {
  /** Null: every topic that is not mandatory, future ones too (the command `stop`). */
  topicId: string | null;
};

/**
 * A mandatory topic reaches everybody, whatever was opted out of before it became mandatory. Otherwise `stop` and the
 * topic's own opt-out both silence it, so taking back `stop` leaves the single topics as they were.
 */
export function isOptedOut(optOuts: readonly OptOut[], topic: { id: string; mandatory: boolean }): boolean {
  if (topic.mandatory) return false;
  return optOuts.some(({ topicId }) => topicId === null || topicId === topic.id);
}
