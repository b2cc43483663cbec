// The engine's way to Teams: builds the activity of a delivery and posts it once. It never retries and never throws for
// what Teams answers; whether to try again is the engine's decision, after it has written down what happened.
import type { BroadcastContent, ClaimedDelivery, Sender } from "@/lib/domain/ports";
import type { RecipientKind } from "@/lib/domain/reference";
import { MAX_BYTES } from "@/lib/domain/size";
import { env } from "@/lib/env";

import { type ActivityTemplate, createActivityTemplate } from "./activity-template";
import { otherServiceUrl } from "./clouds";
import { type Connector, connectorFromEnv } from "./connector";

export type SenderOptions = {
  connector: Connector;
  secretKey: string;
  /** Sockets to each origin, when the connector is made from the settings. */
  connections: number;
};

const DEFAULT_CONNECTIONS = 64;

export function createSender(options: Partial<SenderOptions> = {}): Sender {
  const connector = options.connector ?? connectorFromEnv(options.connections ?? DEFAULT_CONNECTIONS);
  const secretKey = options.secretKey ?? secretKeyFromEnv();
  const templates = { PERSON: new WeakMap(), CHANNEL: new WeakMap(), GROUP_CHAT: new WeakMap() } satisfies Record<
    RecipientKind, WeakMap<BroadcastContent, ActivityTemplate>
  >;

  const templateOf = (content: BroadcastContent, kind: RecipientKind): ActivityTemplate => {
    const known = templates[kind].get(content);
    if (known) return known;
    const template = createActivityTemplate(content, secretKey, kind);
    templates[kind].set(content, template);
    return template;
  };
  return {
    createConversation: (delivery) => {
      const { address, tenantId } = delivery;
      return connector.createConversation({ ...address, serviceUrl: serviceUrlOf(delivery), tenantId });
    },
    post: async (delivery, content) => {
      const { botId, conversationId } = delivery.address;
      const body = templateOf(content, delivery.recipient.kind)({ ...addresseeOf(delivery), botId, conversationId });
      // Teams counts UTF-16. Refused here rather than there: it would be refused for everybody, one by one.
      if (body.length * 2 > MAX_BYTES) {
        return { outcome: { kind: "REFUSED", code: "MessageSizeTooBig", scope: "BROADCAST" }, durationMs: 0 };
      }
      const serviceUrl = serviceUrlOf(delivery);
      const answer = await (delivery.recipient.kind === "CHANNEL"
        ? connector.postInChannel({ serviceUrl, channelId: conversationId }, body)
        : connector.postActivity({ serviceUrl, conversationId }, body));
      const hasMoved = answer.outcome.kind === "ACCEPTED" && serviceUrl !== delivery.address.serviceUrl;
      return hasMoved ? { ...answer, serviceUrl } : answer;
    },
    close: () => connector.close(),
  };
}

export function secretKeyFromEnv(): string {
  const { SECRET_KEY } = env();
  if (!SECRET_KEY) throw new Error("SECRET_KEY is missing: whoever started this process should have handed it down.");
  return SECRET_KEY;
}

function addresseeOf({ recipientId, recipient, context }: ClaimedDelivery) {
  return { recipientId, displayName: recipient.displayName, givenName: recipient.givenName, context };
}

function serviceUrlOf({ address, remedy }: ClaimedDelivery): string {
  return remedy === "SWITCH_HOST" ? otherServiceUrl(address.serviceUrl) : address.serviceUrl;
}
