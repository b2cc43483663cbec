// Another chance for what has failed.
import { countingVerb } from "@/app/api/_broadcast-routes";
import { retryFailed } from "@/lib/commands/retry-failed";

export const POST = countingVerb(retryFailed);
