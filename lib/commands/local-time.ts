// A wall-clock time in a zone as an instant. Twice a year a zone skips an hour, and an hour happens twice: the first kind of
// time is refused, the second asks which of the two is meant.
import { DateTime } from "luxon";

export type Occurrence = "EARLIER" | "LATER";
export type LocalTime = { at: Date } | { problem: string };

const LOCAL_FORMAT = "yyyy-MM-dd'T'HH:mm";

/** `local` is "2026-12-24T09:00", `zone` an IANA zone. */
export function resolveLocalTime(local: string, zone: string, occurrence?: Occurrence): LocalTime {
  const time = DateTime.fromISO(local, { zone });
  if (!time.isValid) return { problem: "Enter a time such as 2026-12-24T09:00." };
  if (time.toFormat(LOCAL_FORMAT) !== local.slice(0, LOCAL_FORMAT.replaceAll("'", "").length)) {
    return { problem: `This time does not exist in ${zone}: the clocks go forward then. Choose one an hour later.` };
  }
  const candidates = time.getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis());
  const [earlier, later] = candidates;
  if (earlier && later && occurrence === undefined) {
    const both = `${earlier.toUTC().toFormat("HH:mm")} or ${later.toUTC().toFormat("HH:mm")} UTC`;
    return { problem: `This time happens twice in ${zone}: the clocks go back then. Say EARLIER or LATER (${both}).` };
  }
  const chosen = (occurrence === "LATER" ? later : earlier) ?? time;
  return { at: chosen.toJSDate() };
}
