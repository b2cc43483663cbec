// Control routes about the tenant as a whole: settings, faults, counts, tokens, installations, reset.
import { z } from "zod";

import type { ControlRoutes } from "./control-request";
import { faultSchema } from "./faults";
import { forPerson } from "./first-installs";

const installSchema = z.strictObject({
  personIds: z.array(z.string()).optional(),
  count: z.int().min(0).optional(),
});

const resetSchema = z.strictObject({
  chats: z.boolean().default(true),
  counts: z.boolean().default(true),
  faults: z.boolean().default(true),
  tokens: z.boolean().default(true),
  installs: z.boolean().default(false),
});

export const tenantRoutes: ControlRoutes = {
  "GET /tenant": ({ simulator, simulator: { tenant, serviceUrl, people, teams } }) => ({
    tenantId: tenant.id,
    appId: tenant.appId,
    botId: tenant.botId,
    botName: tenant.botName,
    serviceUrl,
    graphUrl: simulator.graphUrl,
    appExternalId: tenant.settings.appExternalId ?? tenant.appId,
    people: people.length,
    teams: teams.length,
    groups: tenant.directory.groups().length,
    groupChats: tenant.groupChats.length,
  }),
  "GET /settings": ({ simulator }) => simulator.settings,
  "POST /settings": ({ simulator, body }) => simulator.tenant.changeSettings(body),
  "GET /faults": ({ simulator }) => ({ faults: simulator.tenant.faults.list() }),
  "POST /faults": ({ simulator, body }) => {
    const { faults } = z.strictObject({ faults: z.array(faultSchema).max(1000) }).parse(body);
    simulator.setFaults(faults.map((fault) => dropAbsent(fault)));
    return { faults: simulator.tenant.faults.list() };
  },
  "GET /counts": ({ simulator }) => simulator.counts(),
  "GET /requests": ({ simulator }) => ({ requests: simulator.requests() }),
  "POST /tokens/invalidate": ({ simulator }) => simulator.tenant.tokens.invalidateAll(),
  "GET /installs": ({ simulator }) => simulator.installProgress(),
  "POST /installs": ({ simulator, body }) => {
    const { personIds, count } = installSchema.parse(body);
    const candidates = simulator.people.filter((person) => person.status !== "INSTALLED");
    const wanted = personIds ? candidates.filter(({ objectId }) => personIds.includes(objectId)) : candidates;
    const chosen = wanted.slice(0, count ?? wanted.length);
    simulator.installs.start(chosen.map((person) => forPerson(simulator, person)));
    return simulator.installProgress();
  },
  "POST /activities": ({ simulator, body }) => simulator.sendActivity(z.looseObject({ type: z.string() }).parse(body)),
  "POST /reset": ({ simulator, body }) => simulator.reset(resetSchema.parse(body)),
};

/** zod writes `undefined` for what was absent, which exact optional types rightly refuse. */
function dropAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(value)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
