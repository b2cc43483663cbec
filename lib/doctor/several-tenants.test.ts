// Herald syncs and installs in every tenant of ALLOWED_TENANTS, and the doctor looked at the bot's own: in the others nobody had
// consented, and it said that all was well.
import { describe, expect, it } from "vitest";

import { type Finding } from "@/lib/domain/finding";
import { ALL_ROLES, startDoctorsHouse, TENANT_ID } from "@/lib/testing/start-doctors-house";
import { findingText } from "@/lib/texts/finding-text";
import { LOCALES } from "@/lib/texts/texts";

const OTHER = "99999999-9999-4999-8999-999999999999";
const house = await startDoctorsHouse();
const { simulator } = house;
const examine = (tenants = `${TENANT_ID},${OTHER}`) => house.examine({ ALLOWED_TENANTS: tenants });
const inGraph = (findings: readonly Finding[]) => findings.filter(({ check }) => /GRAPH|PERMISSIONS|CATALOG/.test(check));

describe("the doctor of a Herald for several tenants", () => {
  it("looks into each of them, and says which", async () => {
    const findings = inGraph(await examine());
    expect(findings.filter(({ mark }) => mark !== "OK")).toEqual([]);
    const of = (tenantId: string) => findings.filter((finding) => finding.tenantId === tenantId).map(({ code }) => code);
    expect(of(OTHER)).toEqual(of(TENANT_ID));
    expect(of(OTHER)).toEqual(expect.arrayContaining(["GRAPH_GOOD", "PERMISSION_GRANTED", "CATALOG_GOOD"]));
    expect(findings).toHaveLength(2 * of(OTHER).length);
  });

  it("says of one tenant alone what it always said", async () => {
    for (const findings of [await house.examine(), await examine(TENANT_ID)]) {
      expect(findings.filter(({ tenantId }) => tenantId !== undefined)).toEqual([]);
    }
  });

  it("finds what another tenant has not granted", async () => {
    simulator.changeSettings({ graphRolesOf: { [OTHER]: ALL_ROLES.filter((role) => role !== "User.Read.All") } });
    const troubles = inGraph(await examine()).filter(({ mark }) => mark !== "OK");
    expect(troubles).toMatchObject([{ code: "PERMISSION_MISSING", tenantId: OTHER, values: { use: "PEOPLE" } }]);
    for (const locale of LOCALES) expect(findingText(locale, troubles[0]!).says).toContain(OTHER);
  });

  it("finds that another tenant has never consented to the bot, and says where that is done", async () => {
    simulator.changeSettings({ graphRolesOf: { [OTHER]: null } });
    const troubles = inGraph(await examine()).filter(({ mark }) => mark !== "OK");
    expect(troubles).toMatchObject([{ code: "GRAPH_UNCONSENTED", tenantId: OTHER }]);
    for (const locale of LOCALES) {
      expect(findingText(locale, troubles[0]!).cure).toContain(`/${OTHER}/adminconsent?client_id=`);
    }
  });

  it("looks where Herald works, and at the secret where the bot is registered", async () => {
    simulator.changeSettings({ graphRoles: ["Application.Read.All"], graphRolesOf: { [OTHER]: ALL_ROLES } });
    const findings = await examine(OTHER);
    expect(inGraph(findings).filter(({ mark }) => mark !== "OK")).toEqual([]);
    expect(findings.map(({ code }) => code)).toContain("SECRET_LASTS");
  });
});
