// Waiting for a broadcast to get somewhere.
import { expect } from "vitest";

import type { DbPool } from "@/lib/store/db";

import { type Report, reportOf } from "./make-broadcast";

/** Waits until the report matches `expected`, and checks at every look that the parts add up. */
export async function untilReport(db: DbPool, id: string, expected: Record<string, unknown>): Promise<Report> {
  const look = async (): Promise<Report> => {
    const report = await reportOf(db, id);
    const { total, ...parts } = report.counts;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
    return report;
  };
  await expect.poll(look, { timeout: 20_000, interval: 50 }).toMatchObject(expected);
  return look();
}
