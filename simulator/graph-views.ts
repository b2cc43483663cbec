// People and groups in the shape in which Graph shows them, held against Microsoft's published types by the compiler.
import type { AssignedPlan, Group as GraphGroup, LicenseDetails, User } from "@microsoft/microsoft-graph-types";

import { badRequest } from "./graph-answers";
import type { Group } from "./groups";
import type { Entity } from "./odata";
import type { Person } from "./people";

/** The service plan that makes a licence one for Teams. */
export const TEAMS_PLAN = "57ff2da0-773e-42df-b2af-ffb7a2317929";
const EXCHANGE_PLAN = "9aaf7827-d63c-4b61-89c3-182f06f82e5c";
const SKU = "06ebc4ee-1bb5-47dd-8120-11324bc54e06";
const ASSIGNED_AT = "2024-01-15T08:00:00Z";

/** What comes without `$select`. */
export const USER_DEFAULTS = [
  "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
  "preferredLanguage", "surname", "userPrincipalName", "id",
];

export function userOf(person: Person): Entity {
  return {
    id: person.objectId,
    displayName: person.displayName,
    givenName: person.givenName,
    surname: person.familyName,
    mail: person.email,
    userPrincipalName: person.userPrincipalName,
    userType: person.userType,
    accountEnabled: person.accountEnabled,
    preferredLanguage: person.preferredLanguage,
    department: person.department,
    country: person.country,
    usageLocation: person.usageLocation,
    jobTitle: person.jobTitle,
    assignedPlans: plansOf(person),
    assignedLicenses: licencesOf(person),
    businessPhones: [],
    mobilePhone: null,
    officeLocation: null,
    companyName: null,
    employeeId: null,
    city: null,
  } satisfies User;
}

/** The names of Graph's properties that follow from one of ours. */
export function graphNameOf(property: string): readonly string[] {
  return property === "licence" ? ["assignedPlans", "assignedLicenses"] : [property];
}

export function licenseDetailsOf(person: Person): LicenseDetails[] {
  if (person.licence === "NONE") return [];
  const plan = (servicePlanId: string, servicePlanName: string, isOn: boolean) => {
    return { servicePlanId, servicePlanName, provisioningStatus: isOn ? "Success" : "Disabled", appliesTo: "User" };
  };
  const servicePlans = [
    plan(TEAMS_PLAN, "TEAMS1", person.licence === "TEAMS"), plan(EXCHANGE_PLAN, "EXCHANGE_S_ENTERPRISE", true),
  ];
  return [{ id: `license-of-${person.objectId}`, skuId: SKU, skuPartNumber: "SPE_E5", servicePlans }];
}

export function groupOf(group: Group): Entity {
  const isMail = group.kind !== "SECURITY";
  const types = [...(group.kind === "MICROSOFT_365" ? ["Unified"] : []), ...(group.rule ? ["DynamicMembership"] : [])];
  return {
    id: group.id,
    displayName: group.displayName,
    description: group.description,
    groupTypes: types,
    mail: isMail ? `${group.mailNickname}@practice.example` : null,
    mailEnabled: isMail,
    mailNickname: group.mailNickname,
    securityEnabled: group.kind === "SECURITY" || group.kind === "MAIL_SECURITY",
    membershipRule: group.rule ? `(user.${group.rule.property} -eq "${group.rule.value}")` : null,
    membershipRuleProcessingState: group.rule ? "On" : null,
    createdDateTime: ASSIGNED_AT,
    deletedDateTime: null,
    visibility: group.kind === "MICROSOFT_365" ? "Private" : null,
    // Not in the package's types, though documented: which groups have a team.
    resourceProvisioningOptions: group.teamId === undefined ? [] : ["Team"],
  } satisfies GraphGroup & { resourceProvisioningOptions: string[] };
}

/** The properties wanted, `id` always among them; a name that no entity has is refused. */
export function readSelect(select: string | null, known: Entity, defaults: readonly string[]) {
  if (select === null) return { names: defaults };
  const names = select.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const unknown = names.find((name) => !(name in known));
  if (unknown !== undefined) return { refusal: badRequest(`Could not find a property named '${unknown}'.`) };
  return { names: [...new Set([...names, "id"])] };
}

export function pickProperties(entity: Entity, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, entity[name]]));
}

function plansOf({ licence }: Person): AssignedPlan[] {
  if (licence === "NONE") return [];
  const plan = (servicePlanId: string, service: string, capabilityStatus: string): AssignedPlan => {
    return { assignedDateTime: ASSIGNED_AT, capabilityStatus, service, servicePlanId };
  };
  // A plan that was taken away stays in the list, with another status.
  const teams = licence === "TEAMS" ? "Enabled" : "Deleted";
  return [plan(TEAMS_PLAN, "TeamspaceAPI", teams), plan(EXCHANGE_PLAN, "exchange", "Enabled")];
}

function licencesOf({ licence }: Person): { skuId: string; disabledPlans: string[] }[] {
  if (licence === "NONE") return [];
  return [{ skuId: SKU, disabledPlans: licence === "TEAMS" ? [] : [TEAMS_PLAN] }];
}
