// Another chance for what has failed.
import { retryFailed } from "@/lib/commands/retry-failed";

import { countingVerb } from "../../../_broadcast-routes";

export const POST = countingVerb(retryFailed);
