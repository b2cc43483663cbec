"use client";

// Lengths of time in the reader's language.
import { useCallback } from "react";
import { useFormatter } from "use-intl";

import { durationParts } from "./duration-parts";

export function useDuration(): (ms: number) => string {
  const format = useFormatter();
  return useCallback(
    (ms) => durationParts(ms)
      .map(({ value, unit }) => format.number(value, { style: "unit", unit, unitDisplay: "short" }))
      .join(" "),
    [format],
  );
}
