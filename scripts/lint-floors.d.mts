// Types of lint-floors.mjs for the test beside it.
import type { Linter } from "eslint";

export const floorConfigs: Linter.Config[];
