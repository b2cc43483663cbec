// What the engine needs from the world. The engine is given these and nothing else, so that the simulation can drive the
// very same code with a ledger in memory, a connector that misbehaves on purpose and a clock of its own.
import type { ReasonKind } from "./audience";
import type { BroadcastPurpose, UnknownPolicy } from "./broadcast";
import type { DeliveryContext } from "./delivery";
import type { Message } from "./message";
import type { Answer, Remedy } from "./outcome";
import type { RecipientKind } from "./reference";

export interface Clock {
  /** Milliseconds that only grow; their zero means nothing. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export type DeliveryKey = { broadcastId: string; recipientId: string; epoch: number };

/** A delivery this worker holds a lease on, with what is needed to post it. */
export type ClaimedDelivery = DeliveryKey & {
  tenantId: string;
  /** Attempts begun so far, and the remedy the last one called for. */
  attempts: number;
  remedy: Remedy | null;
  possibleDuplicate: boolean;
  revision: number;
  context: DeliveryContext | null;
  /** A channel or group chat gets a post of its own, and no button that is one person's. */
  recipient: { kind: RecipientKind; displayName: string; givenName: string | null; locale: string | null };
  address: Address;
};

/** Where a recipient can be reached. Without a conversation id the 1:1 conversation is created first: persons only. */
export type Address = {
  serviceUrl: string;
  botId: string;
  /** `29:…`; the Entra object id does as well when Teams has not told us the former. */
  memberId: string;
  conversationId: string | null;
};

/** What every delivery of one broadcast shares. */
export type BroadcastContent = {
  broadcastId: string;
  purpose: BroadcastPurpose;
  onUnknown: UnknownPolicy;
  message: Message;
  /** Named in the card's line that says why the person receives it. */
  audienceKind?: ReasonKind;
  topic: { id: string; name: string; mandatory: boolean };
};

/** The edge to Teams (bot/sender). Never throws for what Teams answers. */
export interface Sender {
  createConversation(delivery: ClaimedDelivery): Promise<Answer>;
  post(delivery: ClaimedDelivery & { address: { conversationId: string } }, content: BroadcastContent): Promise<Answer>;
  /** Sends nothing new, and cuts off what is on the wire: it is answered now, as what may have arrived. */
  close(): Promise<void>;
}
