// The clock, against the Date header of Microsoft's sign-in. Teams' tokens are taken with five minutes of difference.
import { type Finding, found } from "@/lib/domain/finding";

const OFF_SECONDS = 30;
const WRONG_SECONDS = 4 * 60;

export function checkClock(date: string | undefined, now: Date): Finding[] {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return [];
  const ahead = (now.getTime() - theirs) / 1000;
  // The header has whole seconds, cut off.
  const seconds = Math.max(0, Math.round(Math.abs(ahead) - 0.5));
  if (seconds < OFF_SECONDS) return [found("CLOCK_GOOD", { seconds: Math.max(1, seconds) })];
  const code = seconds < WRONG_SECONDS ? "CLOCK_OFF" : "CLOCK_WRONG";
  return [found(code, { seconds, direction: ahead < 0 ? "behind" : "ahead" })];
}
