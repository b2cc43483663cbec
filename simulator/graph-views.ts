// People and groups in the shape in which Graph shows them, held against Microsoft's published types by the compiler.
import type {
  AssignedLicense, AssignedPlan, Group as GraphGroup, LicenseDetails, User,
} from "@microsoft/microsoft-graph-types";

import type { Licence } from "./attributes";
import { badRequest } from "./graph-answers";
import type { Group } from "./groups";
import type { Entity } from "./odata";
import type { Person } from "./people";

/** The service plan that makes a licence one for Teams. */
export const TEAMS_PLAN = "57ff2da0-773e-42df-b2af-ffb7a2317929";
const EXCHANGE_PLAN = "9aaf7827-d63c-4b61-89c3-182f06f82e5c";
const SKU = "06ebc4ee-1bb5-47dd-8120-11324bc54e06";
const ASSIGNED_AT = "2024-01-15T08:00:00Z";

const plan = (servicePlanId: string, service: string, capabilityStatus: string): AssignedPlan => {
  return { assignedDateTime: ASSIGNED_AT, capabilityStatus, service, servicePlanId };
};
const exchange = plan(EXCHANGE_PLAN, "exchange", "Enabled");

/** A plan that was taken away stays in the list, with another status. */
const PLANS: Readonly<Record<Licence, AssignedPlan[]>> = {
  TEAMS: [plan(TEAMS_PLAN, "TeamspaceAPI", "Enabled"), exchange],
  WITHOUT_TEAMS: [plan(TEAMS_PLAN, "TeamspaceAPI", "Deleted"), exchange],
  NONE: [],
};
const LICENCES: Readonly<Record<Licence, AssignedLicense[]>> = {
  TEAMS: [{ skuId: SKU, disabledPlans: [] }],
  WITHOUT_TEAMS: [{ skuId: SKU, disabledPlans: [TEAMS_PLAN] }],
  NONE: [],
};

/** What comes without `$select`. */
export const USER_DEFAULTS = [
  "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
  "preferredLanguage", "surname", "userPrincipalName", "id",
];

/** One function a property, so that a page of a hundred thousand people makes only what was asked for. */
const USER = {
  id: (person) => person.objectId,
  displayName: (person) => person.displayName,
  givenName: (person) => person.givenName,
  surname: (person) => person.familyName,
  mail: (person) => person.email,
  userPrincipalName: (person) => person.userPrincipalName,
  userType: (person) => person.userType,
  accountEnabled: (person) => person.accountEnabled,
  preferredLanguage: (person) => person.preferredLanguage,
  department: (person) => person.department,
  country: (person) => person.country,
  usageLocation: (person) => person.usageLocation,
  jobTitle: (person) => person.jobTitle,
  assignedPlans: (person) => PLANS[person.licence],
  assignedLicenses: (person) => LICENCES[person.licence],
  businessPhones: () => [],
  mobilePhone: () => null,
  officeLocation: () => null,
  companyName: () => null,
  employeeId: () => null,
  city: () => null,
} satisfies { [Name in keyof User]?: (person: Person) => User[Name] };

const userProperties: ReadonlyMap<string, (person: Person) => unknown> = new Map(Object.entries(USER));
export const USER_PROPERTIES = [...userProperties.keys()];

/** Without `keep`, null and absent are shown alike, as null; with it, null is shown only where it says so. */
export function viewUser(
  person: Person, names: readonly string[] = USER_PROPERTIES, keep?: (name: string) => boolean,
): Record<string, unknown> {
  const user: Record<string, unknown> = {};
  for (const name of names) {
    const value = userProperties.get(name)?.(person);
    if (value !== null || keep === undefined || keep(name)) user[name] = value;
  }
  return user;
}

/** The names of Graph's properties that follow from one of ours. */
export function graphNameOf(property: string): readonly string[] {
  return property === "licence" ? ["assignedPlans", "assignedLicenses"] : [property];
}

export function licenseDetailsOf(person: Person): LicenseDetails[] {
  if (person.licence === "NONE") return [];
  const part = (servicePlanId: string, servicePlanName: string, isOn: boolean) => {
    return { servicePlanId, servicePlanName, provisioningStatus: isOn ? "Success" : "Disabled", appliesTo: "User" };
  };
  const servicePlans = [
    part(TEAMS_PLAN, "TEAMS1", person.licence === "TEAMS"), part(EXCHANGE_PLAN, "EXCHANGE_S_ENTERPRISE", true),
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
export function readSelect(select: string | null, known: readonly string[], defaults: readonly string[]) {
  if (select === null) return { names: defaults };
  const names = select.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) return { refusal: badRequest(`Could not find a property named '${unknown}'.`) };
  return { names: [...new Set([...names, "id"])] };
}

export function pickProperties(entity: Entity, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, entity[name]]));
}
