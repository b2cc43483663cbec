// The only file that knows botbuilder. Its CloudAdapter runs a turn; here it is given a parsed activity and gives back what
// the turn answered, so that neither Express-like objects nor its habit of writing errors to the console, and their
// messages into the response, are needed. It never sees a token: the gate has checked it (docs/decisions/015).
import type { Activity as SdkActivity } from "botbuilder";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";

import type { Activity } from "./activity";

/** The body of an invoke's answer; undefined for everything that is not an invoke. */
export type InvokeAnswer = { status: number; body?: unknown };
export type Turn = () => Promise<InvokeAnswer | undefined>;
/** What `turn` throws is thrown. */
export type RunTurn = (activity: Activity, turn: Turn) => Promise<InvokeAnswer | undefined>;

export function createTurnRunner(): RunTurn {
  const adapter = new Adapter(new ConfigurationBotFrameworkAuthentication({ MicrosoftAppId: "" }));
  return (activity, turn) => adapter.run(activity, turn);
}

class Adapter extends CloudAdapter {
  async run(activity: Activity, turn: Turn): Promise<InvokeAnswer | undefined> {
    let answer: InvokeAnswer | undefined;
    await this.processActivity("", sdkActivity(activity), async () => {
      answer = await turn();
    });
    return answer;
  }
}

// Only what the SDK reads: handing over less means less that can surprise us in code nobody maintains.
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
