// Before the first journey, because each worker that finds a build which is older than its sources would make one.
import { buildWhenStale } from "@/scripts/serve";

export default (): Promise<void> => buildWhenStale();
