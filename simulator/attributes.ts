// What the directory knows about people beside their names: where they are, what they do, and whether their account is
// one that Teams works for. Drawn from a generator of its own, so that more attributes never change anybody's name.
import { makeRandom, pick, type Random } from "./random";

/** Of what the tenant pays for: Teams, a plan without Teams, or nothing. */
export type Licence = "TEAMS" | "WITHOUT_TEAMS" | "NONE";

export type Attributes = {
  /** Null: never filled in, as in most real directories for some. */
  department: string | null;
  jobTitle: string | null;
  /** In words, as administrators type it. */
  country: string;
  /** ISO 3166. */
  usageLocation: string;
  preferredLanguage: string | null;
  accountEnabled: boolean;
  licence: Licence;
  /** An app permission policy of the organisation forbids this person the app. */
  isAppBlocked: boolean;
};

export const DEPARTMENTS: Readonly<Record<string, readonly string[]>> = {
  Engineering: ["Software Engineer", "Test Engineer", "Engineering Manager"],
  Sales: ["Account Executive", "Sales Manager", "Sales Engineer"],
  Marketing: ["Content Editor", "Campaign Manager"],
  Finance: ["Accountant", "Controller"],
  "Human Resources": ["Recruiter", "People Partner"],
  "Information Technology": ["Service Desk Agent", "System Administrator"],
  Legal: ["Counsel", "Paralegal"],
  Logistics: ["Warehouse Lead", "Driver", "Dispatcher"],
  Production: ["Machine Operator", "Shift Lead", "Maintenance Technician"],
  "Customer Service": ["Service Agent", "Team Lead"],
};

export type AccountShares = {
  /** Parts of all people, from 0 to 1. */
  disabledShare: number;
  unlicensedShare: number;
  blockedShare: number;
};

export const USUAL_SHARES: AccountShares = { disabledShare: 0.02, unlicensedShare: 0.03, blockedShare: 0 };

/** The first people are ordinary ones, so that the small tenants of tests hold no surprises. */
export const ORDINARY_PEOPLE = 30;

const SELDOM_FILLED_IN = 0.05;
const regionNames = new Intl.DisplayNames(["en"], { type: "region" });

/** One generator for all people in turn: call in the order of their indexes. */
export function makeAttributeSource(seed: number, shares: AccountShares) {
  const random = makeRandom(seed + 4);
  return (index: number, locale: string, isGuest: boolean): Attributes => {
    const department = pick(random, Object.keys(DEPARTMENTS));
    const jobTitle = pick(random, DEPARTMENTS[department] ?? []);
    const isBlank = random() < SELDOM_FILLED_IN;
    const account = drawAccount(random, shares);
    const isOrdinary = index <= ORDINARY_PEOPLE;
    const hasLanguage = random() >= SELDOM_FILLED_IN;
    const isAppBlocked = random() < shares.blockedShare;
    const usageLocation = locale.slice(3);
    return {
      department: isBlank ? null : department,
      jobTitle: isBlank ? null : jobTitle,
      country: countryName(usageLocation),
      usageLocation,
      preferredLanguage: hasLanguage ? locale : null,
      accountEnabled: isOrdinary || account !== "disabled",
      // Guests bring the licence of their own organisation, if any.
      licence: isGuest ? "NONE" : isOrdinary || account !== "unlicensed" ? "TEAMS" : pick(random, UNLICENSED),
      isAppBlocked: isAppBlocked && !isOrdinary,
    };
  };
}

const UNLICENSED = ["WITHOUT_TEAMS", "NONE"] as const;

function drawAccount(random: Random, shares: AccountShares): "ordinary" | "disabled" | "unlicensed" {
  const drawn = random();
  if (drawn < shares.disabledShare) return "disabled";
  return drawn < shares.disabledShare + shares.unlicensedShare ? "unlicensed" : "ordinary";
}

const countries = new Map<string, string>();

function countryName(region: string): string {
  const known = countries.get(region);
  if (known !== undefined) return known;
  const name = regionNames.of(region) ?? region;
  countries.set(region, name);
  return name;
}
