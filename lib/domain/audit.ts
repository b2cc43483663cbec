// On whose behalf something was done, as the audit says it.
export const ACTOR_KINDS = ["PERSON", "API_KEY", "RECIPIENT", "SYSTEM"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];
