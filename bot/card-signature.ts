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

/** Signed with the secret key, or with one of those before it: cards stay in Teams for longer than a key should live. */
export function isOurAction(action: Herald, secretKey: string, previousKeys: readonly string[] = []): boolean {
  return [secretKey, ...previousKeys].some((key) => verifySignature(action.signature, PURPOSE, partsOf(action), key));
}

function partsOf({ verb, broadcast, topic, recipient, to, page, team, template, revision, round }: UnsignedAction): string[] {
  const more = to === undefined && page === undefined ? [] : [to ?? "", String(page ?? "")];
  // Only where there is a team: cards that were signed before there was one stay good.
  const ofTeam = team === undefined ? [] : ["team", team, template ?? "", String(revision ?? "")];
  const ofReview = round === undefined ? [] : ["review", String(round)];
  return [verb, broadcast ?? "", topic ?? "", recipient, ...more, ...ofTeam, ...ofReview];
}
