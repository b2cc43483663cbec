// Threat 5: an opt-out in somebody else's name. Teams' token is good, since anybody in the organisation can make Teams send
// what they please; what their client makes of a card's data is theirs to forge.
import { randomUUID } from "node:crypto";
import { type z } from "zod";

import { actionDataSchema } from "@/lib/domain/card-actions";
import * as activities from "@/simulator/activities";
import type { Person } from "@/simulator/people";

import { attempt } from "./attempt";
import { speak } from "./bot-gate";
import type { House } from "./house";
import type { Row } from "./row";
import { send } from "./service-urls";

type Herald = z.output<typeof actionDataSchema>["herald"];

export async function cards(house: House): Promise<Row[]> {
  const [owner, thief] = house.simulator.people;
  if (!owner || !thief) throw new Error("The simulated tenant is empty.");
  const recipients = await house.db.recipient.findMany({
    where: { externalId: { in: [owner.objectId, thief.objectId] } }, select: { id: true, externalId: true },
  });
  const idOf = (person: Person): string => recipients.find(({ externalId }) => externalId === person.objectId)?.id ?? "";
  await send(house, [idOf(owner), idOf(thief)]);
  const [own, others] = [optOutOf(house, thief), optOutOf(house, owner)];
  const forged = forgeries(own.herald, others.herald, idOf(owner));
  // A refused message is told so in the chat; a refused invoke in its answer.
  const allowed = { teams: true, tables: ["recipients", "conversation_references"] };
  const row = await attempt(house, "5 opt-outs in another's name", allowed, async ({ note }) => {
    const token = `Bearer ${await house.goodToken()}`;
    for (const [what, herald] of forged) {
      const data = { herald };
      const action = { type: "Action.Execute", verb: "optOut", data };
      const execute = activities.execute(house.simulator.tenant, thief, others.activityId, action);
      note(`${what} by an invoke`, await speak(house, token, execute), [200, 400]);
      const submit = activities.submit(house.simulator.tenant, thief, others.activityId, data);
      note(`${what} by a message`, await speak(house, token, submit), [200, 400]);
    }
  });
  return [row];
}

/** What the thief's client could send, with what the thief's own card and, somehow, the owner's say. */
function forgeries(own: Herald, others: Herald, ownerId: string): [what: string, herald: unknown][] {
  const { signature: _, ...unsigned } = own;
  return [
    ["the owner's card as it is", others],
    ["one's own card for the owner", { ...own, recipient: ownerId }],
    ["one's own card without its signature", { ...unsigned, recipient: ownerId }],
    ["one's own card with the owner's signature", { ...own, signature: others.signature }],
    ["the owner's card with one's own signature", { ...others, signature: own.signature }],
    ["an empty signature", { ...own, recipient: ownerId, signature: "" }],
    ["a signature that is no text", { ...own, signature: { toString: "x" } }],
    ["a signature cut short", { ...own, signature: own.signature.slice(0, -1) }],
    ["another topic", { ...own, topic: randomUUID() }],
    ["another broadcast", { ...own, broadcast: randomUUID() }],
    ["another verb", { ...own, verb: "stopAll" }],
    ["a verb that is none", { ...own, verb: "constructor" }],
    ["parts that run into each other", { ...own, verb: "optOut", broadcast: `${own.broadcast ?? ""}${own.topic ?? ""}`, topic: "" }],
    ["more keys", { ...own, person: ownerId }],
    ["an approval", { ...own, verb: "approve", round: 1 }],
    ["a message to a team", { ...own, verb: "teamSend", team: randomUUID(), revision: 1 }],
    ["no data", null], ["a list", [others]], ["a text", JSON.stringify(others)],
  ];
}

function optOutOf({ simulator }: House, person: Person): { herald: Herald; activityId: string } {
  for (const message of simulator.received(person.objectId).toReversed()) {
    const found: Herald[] = [];
    JSON.stringify(message.card, (_key, value: unknown) => {
      const data = actionDataSchema.safeParse(value).data;
      if (data?.herald.verb === "optOut") found.push(data.herald);
      return value;
    });
    if (found[0]) return { herald: found[0], activityId: message.activityId };
  }
  throw new Error("The message has no opt-out.");
}
