// Whether this machine reaches what the bot needs beside the sign-in: Teams itself, and the keys that Teams' tokens are
// checked with. Any answer will do: a firewall gives none. Source: Microsoft, "Configure a bot for US Government clouds".
import { CLOUDS } from "@/bot/clouds";
import { type Finding, found } from "@/lib/domain/finding";
import type { Env } from "@/lib/env";

import { ask } from "./ask";
import type { Patient } from "./patient";

const KEYS: Record<Env["TEAMS_CLOUD"], string> = {
  public: "https://login.botframework.com/v1/.well-known/openidconfiguration",
  gcc: "https://login.botframework.com/v1/.well-known/openidconfiguration",
  gcch: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
  dod: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
};

export async function checkReach({ settings, wire }: Patient): Promise<Finding[]> {
  // A stand-in for Microsoft's sign-in is one for the rest too.
  if (!settings.BOT_AUTH || settings.LOGIN_URL !== undefined) return [];
  const addresses = [CLOUDS[settings.TEAMS_CLOUD].serviceUrl, KEYS[settings.TEAMS_CLOUD]];
  const answers = await Promise.all(addresses.map(async (address) => {
    const answer = await ask(wire, address);
    return "code" in answer ? [found("TEAMS_UNREACHABLE", { host: new URL(address).host, code: answer.code })] : [];
  }));
  const troubles = answers.flat();
  const hosts = addresses.map((address) => new URL(address).host).join(", ");
  return troubles.length > 0 ? troubles : [found("TEAMS_REACHED", { hosts })];
}
