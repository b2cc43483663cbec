// The sign-in service of the settings; undefined while it is not set up.
import { createEntra, type Entra } from "@/lib/auth/entra";
import { entraSettings } from "@/lib/auth/entra-settings";
import { env } from "@/lib/env";

let made: { entra: Entra | undefined } | undefined;

export function entra(): Entra | undefined {
  made ??= makeOnce();
  return made.entra;
}

function makeOnce(): { entra: Entra | undefined } {
  const settings = entraSettings(env());
  return { entra: settings && createEntra(settings) };
}
