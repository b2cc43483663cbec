// What the directory (Microsoft Entra, read through Graph) knows: accounts, groups, and the app being installed for people.
/**
 * UNKNOWN until the directory has been read. UNLICENSED: without a licence that includes Teams. DELETED: gone from the
 * directory.
 */
export const ACCOUNTS = ["UNKNOWN", "ENABLED", "DISABLED", "UNLICENSED", "DELETED"] as const;
export type Account = (typeof ACCOUNTS)[number];

export const GROUP_KINDS = ["SECURITY", "MICROSOFT_365", "DISTRIBUTION", "MAIL_SECURITY"] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];
export const GROUP_MEMBERSHIPS = ["ASSIGNED", "DYNAMIC"] as const;
export type GroupMembership = (typeof GROUP_MEMBERSHIPS)[number];
/** What reading a group's members is at. */
export const GROUP_READINGS = ["NEVER", "WANTED", "READING", "READ", "FAILED"] as const;
export type GroupReading = (typeof GROUP_READINGS)[number];

export const INSTALL_STATUSES = ["WANTED", "INSTALLING", "INSTALLED", "FAILED"] as const;
export type InstallStatus = (typeof INSTALL_STATUSES)[number];
/** Who wants the app installed for somebody: an admin, or a broadcast whose delivery waits for it. */
export const INSTALL_WISHES = ["ADMIN", "BROADCAST"] as const;
export type InstallWish = (typeof INSTALL_WISHES)[number];

/** Why the app could not be installed for somebody. The first two stop the whole stage: nobody's installation would work. */
export const INSTALL_CODES = ["CONSENT", "NOT_IN_CATALOG", "POLICY", "LICENSE", "UNKNOWN_USER", "OTHER"] as const;
export type InstallCode = (typeof INSTALL_CODES)[number];

/** What a round of reading people tells: everybody, or what has changed since the round before. */
export const SYNC_ROUNDS = ["FULL", "CHANGES"] as const;
export type SyncRound = (typeof SYNC_ROUNDS)[number];
