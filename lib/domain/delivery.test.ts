// The life of a delivery as designed: every status is reached, and the ends are ends.
import { describe, expect, it } from "vitest";

import { DELIVERY_MOVES, DELIVERY_STATUSES, type DeliveryStatus, OPEN_STATUSES } from "./delivery";

describe("a delivery", () => {
  it("can reach every status from QUEUED", () => {
    const seen = new Set<DeliveryStatus>(["QUEUED"]);
    for (const status of seen) for (const next of DELIVERY_MOVES[status]) seen.add(next);
    expect([...seen].sort()).toEqual([...DELIVERY_STATUSES].sort());
  });

  it("never leaves SENT or SKIPPED", () => {
    expect(DELIVERY_STATUSES.filter((status) => DELIVERY_MOVES[status].length === 0)).toEqual(["SENT", "SKIPPED"]);
  });

  it("is posted only out of CLAIMED, after its intent", () => {
    expect(DELIVERY_STATUSES.filter((status) => DELIVERY_MOVES[status].includes("SENDING"))).toEqual(["CLAIMED"]);
  });

  it("cannot be skipped once a request may be on the wire", () => {
    expect(DELIVERY_STATUSES.filter((status) => DELIVERY_MOVES[status].includes("SKIPPED"))).toEqual([
      "QUEUED", "CLAIMED", "RETRY_WAIT",
    ]);
  });

  it("is never queued again after a request, only waits for a retry", () => {
    expect(DELIVERY_STATUSES.filter((status) => DELIVERY_MOVES[status].includes("QUEUED"))).toEqual(["CLAIMED"]);
  });

  it("is open exactly while the engine alone can still move it", () => {
    const closed: DeliveryStatus[] = ["SENT", "FAILED", "UNCONFIRMED", "SKIPPED"];
    expect([...OPEN_STATUSES, ...closed].sort()).toEqual([...DELIVERY_STATUSES].sort());
  });
});
