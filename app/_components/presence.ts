// Whether somebody is at this page. What it asks for by itself while nobody is keeps nobody signed in: an admin who leaves the
// desk with a report on the screen is signed out like any other.
const AWAY_MS = 60_000;
const SIGNS = ["pointermove", "pointerdown", "wheel", "touchmove", "keydown"];

let lastSignAt = -Infinity;

if (typeof window !== "undefined") {
  const note = () => {
    lastSignAt = performance.now();
  };
  for (const sign of SIGNS) window.addEventListener(sign, note, { capture: true, passive: true });
}

/** Nobody has moved a pointer or pressed a key on this page for a minute. */
export function isAway(): boolean {
  return performance.now() - lastSignAt > AWAY_MS;
}
