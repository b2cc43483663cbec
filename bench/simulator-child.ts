// The simulated Teams for measurements: everybody has the app already, and nobody is told. Options as JSON in argv.
import { type SimulatorOptions, startSimulator } from "@/simulator/simulator";

const simulator = await startSimulator(JSON.parse(process.argv[2] ?? "{}") as SimulatorOptions);
for (const person of simulator.people) person.status = "INSTALLED";
const stop = (): void => void simulator.close().then(() => process.exit(0));
process.on("SIGTERM", stop);
process.on("disconnect", stop);
console.log(JSON.stringify({ url: simulator.url }));
