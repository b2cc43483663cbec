// What Teams posts to /api/messages about the people of some tenant, written out as it is seen on the wire.
import { randomUUID } from "node:crypto";

import { chatOf } from "./loopback-connector";

export type Member = { id: string; aadObjectId: string; name: string };
export type Activity = Record<string, unknown>;

const BOT = { id: "28:7c5a2d0e-2f54-4c1b-9e43-6d0b2f5a9c11", name: "Herald" };

export class Tenant {
  readonly id = randomUUID();

  constructor(readonly serviceUrl: string) {}

  makeMember(name: string): Member {
    return { id: `29:1${randomUUID().replaceAll("-", "")}`, aadObjectId: randomUUID(), name };
  }

  /** The app was added for a person: Teams tells it twice, in two ways. */
  installed(member: Member): Activity[] {
    return [
      { ...this.personal(member, "installationUpdate"), action: "add" },
      this.conversationUpdate(member),
    ];
  }

  conversationUpdate(member: Member): Activity {
    const membersAdded = [{ id: member.id, aadObjectId: member.aadObjectId }, { id: BOT.id }];
    return { ...this.personal(member, "conversationUpdate"), membersAdded };
  }

  message(member: Member, text: string): Activity {
    return { ...this.personal(member, "message"), text, textFormat: "plain" };
  }

  /** People join a team that the bot is in: nobody has a chat with it yet. */
  joinedTeam(by: Member, members: readonly Member[]): Activity {
    const team = { id: "19:9f3c@thread.tacv2", name: "Plant 4", aadGroupId: "5f0c9c3e-8f57-4a55-9f0f-0f5c7f6a1d22" };
    return {
      ...this.personal(by, "conversationUpdate"),
      conversation: { isGroup: true, conversationType: "channel", tenantId: this.id, id: team.id },
      membersAdded: members.map(({ id, aadObjectId }) => ({ id, aadObjectId })),
      channelData: { tenant: { id: this.id }, eventType: "teamMemberAdded", team },
    };
  }

  /** Action.Execute: an invoke, answered in the response. */
  execute(member: Member, replyToId: string, data: unknown): Activity {
    const action = { type: "Action.Execute", verb: "optOut", data };
    return {
      ...this.personal(member, "invoke"), name: "adaptiveCard/action", replyToId, value: { action, trigger: "manual" },
    };
  }

  /** Action.Submit, which clients without Action.Execute fall back to: a message with a value and no words. */
  submit(member: Member, replyToId: string, data: unknown): Activity {
    return { ...this.personal(member, "message"), replyToId, value: data };
  }

  private personal(member: Member, type: string): Activity {
    const { id, aadObjectId, name } = member;
    return {
      type,
      id: randomUUID(),
      timestamp: new Date().toISOString(),
      channelId: "msteams",
      serviceUrl: this.serviceUrl,
      locale: "en-GB",
      from: { id, aadObjectId, name },
      recipient: BOT,
      conversation: { conversationType: "personal", tenantId: this.id, id: chatOf(id) },
      channelData: { tenant: { id: this.id } },
      entities: [{ type: "clientInfo", locale: "en-GB", country: "GB", platform: "Web", timezone: "Europe/London" }],
    };
  }
}
