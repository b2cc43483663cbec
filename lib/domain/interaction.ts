// What a recipient can do with a card.
export const INTERACTION_KINDS = ["READ", "REACTION", "CLICK", "ACKNOWLEDGEMENT", "POLL_ANSWER"] as const;
export type InteractionKind = (typeof INTERACTION_KINDS)[number];
