// The only file that knows botbuilder. Its CloudAdapter checks the token and runs a turn; here it is given a parsed
// activity and gives back what the turn answered, so that neither Express-like objects nor its habit of writing errors to
// the console, and their messages into the response, are needed.
import type { Activity as SdkActivity } from "botbuilder";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";

import type { Env } from "@/lib/env";

import type { Activity } from "./activity";
import { CLOUDS } from "./clouds";

/** The body of an invoke's answer; undefined for everything that is not an invoke. */
export type InvokeAnswer = { status: number; body?: unknown };
export type Turn = () => Promise<InvokeAnswer | undefined>;

type NotEntered = "REFUSED" | "UNCHECKED";

export interface Gatekeeper {
  /**
   * Runs `turn` when the token is good; "REFUSED" when it is not, "UNCHECKED" when the keys to check it with could not
   * be fetched. What `turn` throws is thrown.
   */
  process(authorization: string | null, activity: Activity, turn: Turn): Promise<InvokeAnswer | undefined | NotEntered>;
}

export type AdapterSettings = Pick<Env, "BOT_AUTH" | "BOT_APP_ID" | "BOT_APP_PASSWORD" | "BOT_TENANT_ID" | "TEAMS_CLOUD">;

export function createGatekeeper(settings: AdapterSettings): Gatekeeper {
  const adapter = new Adapter(new ConfigurationBotFrameworkAuthentication(sdkSettings(settings)));
  return {
    process: async (authorization, activity, turn) => {
      let entered = false;
      try {
        return await adapter.run(authorization ?? "", activity, () => {
          entered = true;
          return turn();
        });
      } catch (error) {
        // Whatever fails before the turn is about the token, though the SDK throws all sorts of errors for it.
        if (!entered) return isKeyFetchFailure(error) ? "UNCHECKED" : "REFUSED";
        throw error;
      }
    },
  };
}

/** The SDK's own error says 500 when the key service does; node-fetch, beneath it, throws a FetchError of its own. */
function isKeyFetchFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "FetchError" || ("statusCode" in error && Number(error.statusCode) >= 500);
}

class Adapter extends CloudAdapter {
  async run(authorization: string, activity: Activity, turn: Turn): Promise<InvokeAnswer | undefined> {
    let answer: InvokeAnswer | undefined;
    await this.processActivity(authorization, sdkActivity(activity), async () => {
      answer = await turn();
    });
    return answer;
  }
}

// Only what the SDK's checks read: handing over less means less that can surprise us in code nobody maintains.
function sdkActivity({ type, channelId, serviceUrl, conversation, recipient, from, tenantId }: Activity): SdkActivity {
  const conversationType = conversation.conversationType ?? "";
  const fields: Partial<SdkActivity> = {
    type,
    channelId,
    serviceUrl,
    conversation: { id: conversation.id, conversationType, isGroup: false, name: "", tenantId },
    recipient: { id: recipient.id, name: "" },
    from: { id: from?.id ?? "", name: "" },
    channelData: { tenant: { id: tenantId } },
  };
  return fields as SdkActivity;
}

/** With an empty app id the SDK checks nothing at all, so it gets one unless BOT_AUTH is off. */
function sdkSettings(settings: AdapterSettings) {
  if (!settings.BOT_AUTH) return { MicrosoftAppId: "" };
  if (!settings.BOT_APP_ID) throw new Error("BOT_APP_ID is missing while BOT_AUTH is on.");
  const { channelService } = CLOUDS[settings.TEAMS_CLOUD];
  return {
    MicrosoftAppId: settings.BOT_APP_ID,
    MicrosoftAppPassword: settings.BOT_APP_PASSWORD ?? "",
    MicrosoftAppTenantId: settings.BOT_TENANT_ID ?? "",
    MicrosoftAppType: "SingleTenant",
    ...(channelService ? { ChannelService: channelService } : {}),
  };
}
