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
