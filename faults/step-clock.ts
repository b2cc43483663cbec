// A preload for a worker whose wall clock is moved: each SIGUSR2 takes the next step. Only Date moves, as when somebody
// sets the time of a machine; timers and the monotonic clock go on.
const STEPS_MS = [3_600_000, -3_600_000, 0];

let offsetMs = 0;
let step = 0;

const RealDate = Date;
class SteppedDate extends RealDate {
  constructor(...parts: [] | [value: number | string | Date]) {
    if (parts.length === 0) super(SteppedDate.now());
    else super(...parts);
  }

  static override now(): number {
    return RealDate.now() + offsetMs;
  }
}

globalThis.Date = SteppedDate as DateConstructor;

process.on("SIGUSR2", () => {
  offsetMs = STEPS_MS[step % STEPS_MS.length] ?? 0;
  step += 1;
});
