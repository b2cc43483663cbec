// One worker as a process of its own, wired as production does it. Options as JSON in argv; stops on SIGTERM.
import { openDb } from "@/lib/store/db";

import { startBenchEngine, type WorkerOptions } from "./engine";

const options = JSON.parse(process.argv[2] ?? "{}") as WorkerOptions & { databaseUrl: string };
const db = openDb(options.databaseUrl, 8);
const engine = startBenchEngine(db, options);
const started = process.cpuUsage();
let peakKiB = 0;
const watch = setInterval(() => {
  peakKiB = Math.max(peakKiB, process.memoryUsage.rss() / 1024);
}, 100);
process.on("message", () => {
  const { user, system } = process.cpuUsage(started);
  process.send?.({ cpuSeconds: (user + system) / 1e6, rssMiB: process.memoryUsage.rss() / 1048576, peakMiB: peakKiB / 1024 });
});
const stop = (): void => {
  clearInterval(watch);
  void engine.stop().then(() => db.$disconnect()).then(() => process.exit(0));
};
process.on("SIGTERM", stop);
process.on("disconnect", stop);
console.log("ready");
