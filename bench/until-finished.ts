// Waits for broadcasts to finish, and fails when their parts do not add up on the way.
import type { DbPool } from "@/lib/store/db";
import { reportOf } from "@/lib/testing/make-broadcast";

const LOOK_EVERY_MS = 200;

/** `onLook` is called at each look with what has been sent so far. */
export async function untilFinished(db: DbPool, ids: readonly string[], onLook?: (sent: number) => void): Promise<void> {
  for (;;) {
    const reports = await Promise.all(ids.map((id) => reportOf(db, id)));
    for (const { counts } of reports) {
      const { total, ...parts } = counts;
      const sum = Object.values(parts).reduce((all, part) => all + part, 0);
      if (sum !== total) throw new Error(`The parts sum to ${sum}, not to ${total}.`);
    }
    onLook?.(reports.reduce((sent, { counts }) => sent + counts.sent, 0));
    if (reports.every(({ status }) => status === "FINISHED")) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
