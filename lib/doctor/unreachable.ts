// Nobody answered where a token is asked for.
import { type Finding, found } from "@/lib/domain/finding";

export function unreachable(loginUrl: string, code: string): Finding {
  // A managed identity is asked of the machine itself.
  if (code === "NO_MANAGED_IDENTITY") return found("BOT_IDENTITY_ABSENT");
  return found("SIGN_IN_UNREACHABLE", { host: new URL(loginUrl).host, code });
}
