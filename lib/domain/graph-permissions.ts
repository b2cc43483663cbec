// What Herald asks Microsoft Graph for, and what stays undone without it. Any of `grants` will do; the first is the least.
// Sources: Microsoft, permissions of each call; "These permissions cannot be used to install apps that require consent to
// resource-specific consent permissions" (Add app to team).
import { type Finding, found } from "./finding";

const INSTALL = "TeamsAppInstallation.";
export const PERMISSION_USES = [
  "PEOPLE", "GROUPS", "HIDDEN_MEMBERS", "CATALOG", "INSTALL_FOR_PEOPLE", "INSTALL_IN_TEAMS", "SECRET_EXPIRY",
] as const;
export type PermissionUse = (typeof PERMISSION_USES)[number];

type Permission = {
  grants: readonly string[];
  /** Needed in place of `grants` when the app asks for resource-specific permissions, as it does for read receipts. */
  consenting?: readonly string[];
  isOptional: boolean;
};

export const GRAPH_PERMISSIONS: Record<PermissionUse, Permission> = {
  PEOPLE: { grants: ["User.Read.All", "Directory.Read.All"], isOptional: false },
  GROUPS: { grants: ["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"], isOptional: false },
  // Without it Graph tells of groups with hidden membership that nobody is in them.
  HIDDEN_MEMBERS: { grants: ["Member.Read.Hidden"], isOptional: true },
  CATALOG: { grants: ["AppCatalog.Read.All", "AppCatalog.ReadWrite.All"], isOptional: false },
  INSTALL_FOR_PEOPLE: {
    grants: [`${INSTALL}ReadWriteSelfForUser.All`, `${INSTALL}ReadWriteForUser.All`],
    consenting: [`${INSTALL}ReadWriteAndConsentSelfForUser.All`, `${INSTALL}ReadWriteAndConsentForUser.All`],
    isOptional: false,
  },
  INSTALL_IN_TEAMS: {
    grants: [`${INSTALL}ReadWriteSelfForTeam.All`, `${INSTALL}ReadWriteForTeam.All`],
    consenting: [`${INSTALL}ReadWriteAndConsentSelfForTeam.All`, `${INSTALL}ReadWriteAndConsentForTeam.All`],
    isOptional: true,
  },
  SECRET_EXPIRY: { grants: ["Application.Read.All"], isOptional: true },
};

/**
 * One finding for each use that was granted or is missed; the secret's expiry is no news either way, and few organisations
 * miss the members of groups that hide them.
 */
export function judgePermissions(roles: readonly string[], asksForConsent: boolean): Finding[] {
  return PERMISSION_USES.filter((use) => use !== "SECRET_EXPIRY").map((use) => judge(use, new Set(roles), asksForConsent))
    .filter(({ code, values }) => code !== "PERMISSION_ADVISED" || values.use !== "HIDDEN_MEMBERS");
}

function judge(use: PermissionUse, roles: ReadonlySet<string>, asksForConsent: boolean): Finding {
  const { grants, consenting, isOptional } = GRAPH_PERMISSIONS[use];
  const full = consenting?.find((role) => roles.has(role));
  const plain = grants.find((role) => roles.has(role));
  const wanted = (asksForConsent ? consenting?.[0] : undefined) ?? grants[0] ?? "";
  if (asksForConsent && consenting && !full && plain) {
    return found("PERMISSION_NEEDS_CONSENT", { use, permission: plain, wanted });
  }
  const granted = full ?? plain;
  if (granted !== undefined) return found("PERMISSION_GRANTED", { use, permission: granted });
  return found(isOptional ? "PERMISSION_ADVISED" : "PERMISSION_MISSING", { use, wanted });
}
