// The numbers add up, whatever the rows.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { DELIVERY_STATUSES } from "./delivery";
import { COUNT_PARTS, countsOf, statusesOf } from "./report";

describe("counts", () => {
  it("have parts that sum to the total, for any rows", () => {
    const rows = fc.array(fc.record({ status: fc.constantFrom(...DELIVERY_STATUSES), count: fc.nat() }));
    fc.assert(
      fc.property(rows, (given) => {
        const counts = countsOf(given);
        expect(COUNT_PARTS.reduce((sum, part) => sum + counts[part], 0)).toBe(counts.total);
        expect(counts.total).toBe(given.reduce((sum, row) => sum + row.count, 0));
      }),
    );
  });

  it("show a claimed delivery as queued", () => {
    expect(countsOf([{ status: "CLAIMED", count: 2 }])).toMatchObject({ total: 2, queued: 2 });
  });

  it("have every delivery status in exactly one part", () => {
    expect(COUNT_PARTS.flatMap(statusesOf).sort()).toEqual([...DELIVERY_STATUSES].sort());
  });
});
