import { createTables } from "./memory-tables";
import * as T from "./memory-tables";
import { simulate } from "./simulate";
void createTables; void T;
const seed = Number(process.argv[2]);
const r = await simulate(seed, { people: Number(process.argv[3] ?? 200), trace: Number(process.argv[4] ?? 1e12) } as never);
console.log(r.violations.slice(0,3));
