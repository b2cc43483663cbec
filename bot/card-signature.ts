// The data behind our buttons, signed. The signature proves that we wrote the button, for this recipient and purpose; it
// never says who pressed it.
import type { ActionData } from "@/lib/domain/card-actions";
import { sign, verifySignature } from "@/lib/sign";

type Herald = ActionData["herald"];
export type UnsignedAction = Omit<Herald, "signature">;

const PURPOSE = "card-action";

export function signAction(action: UnsignedAction, secretKey: string): ActionData {
  return { herald: { ...action, signature: sign(PURPOSE, partsOf(action), secretKey) } };
}

export function isOurAction(action: Herald, secretKey: string): boolean {
  return verifySignature(action.signature, PURPOSE, partsOf(action), secretKey);
}

function partsOf({ verb, broadcast, topic, recipient, to, page, team, template, revision }: UnsignedAction): string[] {
  const more = to === undefined && page === undefined ? [] : [to ?? "", String(page ?? "")];
  // Only where there is a team: cards that were signed before there was one stay good.
  const ofTeam = team === undefined ? [] : ["team", team, template ?? "", String(revision ?? "")];
  return [verb, broadcast ?? "", topic ?? "", recipient, ...more, ...ofTeam];
}
