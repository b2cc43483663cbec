// Runs in the browser before anything else of the console. zod compiles its checks with `new Function` where it may; our
// policy forbids that, and each try would be reported as a breach.
import { config } from "zod";

config({ jitless: true });
