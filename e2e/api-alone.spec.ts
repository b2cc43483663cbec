// The main job without our simulator and without a browser: activities in, cards out, numbers that add up. Started as an
// operator would, with a database of its own, and used as another system would, with an API key.
import { z } from "zod";

import { SCHEMAS } from "@/app/api/_openapi-schemas";

import { ApiClient, makeApiKey } from "./api-client";
import { bareTest as test, expect } from "./fixtures";
import { startTeamsKeys, type TeamsKeys } from "./guard";
import { chatOf, type LoopbackConnector, type Posted, startLoopbackConnector } from "./loopback-connector";
import { startAsOperator } from "./operator-herald";
import { type Activity, type Member, Tenant } from "./teams-activities";

const NAMES = ["Ada", "Ben", "Cleo", "Dora", "Egon", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kim", "Lea"];
const TOPIC = "plant-news";
const SECRET = "the secret of the bot";

test("the API alone carries a broadcast from the first activity to the second report", async ({ guarded }) => {
  test.setTimeout(300_000);
  const keys = guarded ? await startTeamsKeys() : undefined;
  const connector = await startLoopbackConnector(guarded ? { secret: SECRET } : {});
  const tenant = new Tenant(connector.serviceUrl);
  const herald = await startAsOperator({ EXTRA_SERVICE_URLS: connector.origin, ...gateOf(keys, connector, tenant) });
  const post = poster(herald.url, keys);
  try {
    const members = NAMES.map((name) => tenant.makeMember(name));
    await meetEveryone(post, tenant, members);
    const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "payroll", "author"));
    const people = await api.get("recipients?limit=200", SCHEMAS.RecipientPage);
    expect(people.items).toHaveLength(12);
    // Who joined the team had no chat: it is made for their welcome.
    const counts = async () => (await api.get("recipients/counts", SCHEMAS.RecipientCounts)).counts.PERSON;
    await expect.poll(counts, { timeout: 30_000 }).toMatchObject({ ACTIVE: 12, KNOWN: 0, NONE: 0 });

    const topic = { key: TOPIC, name: "Plant news" };
    await api.expect(201, SCHEMAS.Topic.partial(), "POST", "topics", { body: topic });
    const first = await broadcast(api, "The gate closes at six", 12);
    expect(first.counts).toMatchObject({ total: 12, sent: 12, skipped: 0 });
    const cards = cardsOf(connector, "The gate closes at six");
    expect(cards.map(({ conversationId }) => conversationId).toSorted()).toEqual(members.map(({ id }) => chatOf(id)).toSorted());
    expect(connector.created).toEqual([members[11]!.id]);

    await optOutByInvoke(post, tenant, members[0]!, cards);
    await optOutBySubmit(post, tenant, members[4]!, cards, connector);

    const second = await broadcast(api, "The gate opens at five", 10);
    expect(second.counts).toMatchObject({ total: 12, sent: 10, skipped: 2 });
    expect(second.reasons).toContainEqual({ status: "SKIPPED", reason: "OPTED_OUT", count: 2 });
    const reached = cardsOf(connector, "The gate opens at five").map(({ conversationId }) => conversationId);
    const wanted = members.filter((_member, index) => index !== 0 && index !== 4);
    expect(reached.toSorted()).toEqual(wanted.map(({ id }) => chatOf(id)).toSorted());
    const skipped = await api.deliveries(second.id, "&status=SKIPPED");
    expect(skipped.map(({ recipientName }) => recipientName).toSorted()).toEqual(["Ada", "Egon"]);
    await expectCsv(api, second.id);

    const { tookMs, code, leftovers } = await herald.terminate();
    expect(leftovers).toEqual([]);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(15_000);
  } finally {
    await herald.clear();
    await connector.close();
    await keys?.close();
  }
});

function gateOf(keys: TeamsKeys | undefined, { origin }: LoopbackConnector, { id }: Tenant): Record<string, string> {
  if (!keys) return { BOT_AUTH: "off" };
  const stand = { LOGIN_URL: origin, GRAPH_URL: `${origin}/graph`, DIRECTORY_SYNC_CRON: "off" };
  return { ...keys.settings, ...stand, BOT_TENANT_ID: id, BOT_APP_PASSWORD: SECRET };
}

/** Four by an install, told twice and once more; four by a conversation; three by a word; one joined a team. */
async function meetEveryone(post: Post, tenant: Tenant, members: readonly Member[]): Promise<void> {
  const installs = members.slice(0, 4).flatMap((member) => tenant.installed(member));
  const activities = [
    ...installs,
    ...installs.slice(0, 2),
    ...members.slice(4, 8).map((member) => tenant.conversationUpdate(member)),
    ...members.slice(0, 11).map((member) => tenant.message(member, "help")),
    tenant.joinedTeam(members[0]!, members.slice(11)),
    { ...tenant.message(members[11]!, ""), type: "somethingNew" },
  ];
  for (const activity of activities) expect((await post(activity)).status).toBe(200);
  // The name of somebody seen in a team comes later; until then the report shows none.
  const named = { ...tenant.joinedTeam(members[0]!, []), membersAdded: members.slice(11) };
  expect((await post(named)).status).toBe(200);
}

type Post = (activity: Activity) => Promise<{ status: number; body: unknown }>;

function poster(url: string, keys: TeamsKeys | undefined): Post {
  return async (activity) => {
    const signature = keys ? { authorization: `Bearer ${await keys.authorize(activity)}` } : {};
    const response = await fetch(`${url}/api/messages`, {
      method: "POST", headers: { "content-type": "application/json", ...signature }, body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
}

async function broadcast(api: ApiClient, title: string, net: number) {
  const message = {
    kind: "NOTIFICATION",
    title,
    whatHappened: "The opening hours of the north gate change.",
    affected: "Everyone at plant 4",
    actor: "Site services",
    whatToDo: "Use the south gate at other times.",
    optOutHint: "Press the button to stop plant news.",
  };
  const audience = { kind: "ALL" };
  const draft = await api.draft({ topic: TOPIC, message, audience });
  expect(draft.status).toBe("DRAFT");
  const estimate = await api.expect(200, SCHEMAS.Estimate, "POST", "audiences/estimate", { body: { audience, topic: TOPIC } });
  expect(estimate).toMatchObject({ total: 12, net, optedOut: 12 - net });
  await api.tell(draft.id, "send", { estimate });
  return api.finished(draft.id);
}

function cardsOf({ posted }: LoopbackConnector, title: string): Posted[] {
  return posted.filter(({ method, activity }) => method === "POST" && activity.summary === title);
}

const optOutSchema = z.object({
  type: z.literal("Action.Execute"),
  verb: z.literal("optOut"),
  data: z.unknown(),
  fallback: z.object({ type: z.literal("Action.Submit"), data: z.unknown() }),
});

/** The opt-out button of the card that a person received. */
function findOptOut(cards: readonly Posted[], member: Member) {
  const card = cards.find(({ conversationId }) => conversationId === chatOf(member.id));
  const found: z.output<typeof optOutSchema>[] = [];
  JSON.stringify(card?.activity.attachments, (_key, value: unknown) => {
    const button = optOutSchema.safeParse(value);
    if (button.success) found.push(button.data);
    return value;
  });
  expect(found).toHaveLength(1);
  return { button: found[0]!, activityId: card?.activityId ?? "" };
}

/** Teams asks again when it has waited long for an answer: twice must be as good as once. */
async function optOutByInvoke(post: Post, tenant: Tenant, member: Member, cards: readonly Posted[]): Promise<void> {
  const { button, activityId } = findOptOut(cards, member);
  for (let time = 0; time < 2; time += 1) {
    const { status, body } = await post(tenant.execute(member, activityId, button.data));
    expect(status).toBe(200);
    expect(body).toMatchObject({ statusCode: 200, type: "application/vnd.microsoft.card.adaptive" });
    expect(JSON.stringify(body)).toContain("You no longer get Plant news");
  }
}

async function optOutBySubmit(
  post: Post, tenant: Tenant, member: Member, cards: readonly Posted[], connector: LoopbackConnector,
): Promise<void> {
  const { button, activityId } = findOptOut(cards, member);
  expect((await post(tenant.submit(member, activityId, button.fallback.data))).status).toBe(200);
  const replaced = connector.posted.filter(({ method }) => method === "PUT");
  expect(replaced).toHaveLength(1);
  expect(replaced[0]).toMatchObject({ conversationId: chatOf(member.id), activityId });
  expect(JSON.stringify(replaced[0]?.activity)).toContain("You no longer get Plant news");
}

async function expectCsv(api: ApiClient, id: string): Promise<void> {
  const { status, type, text } = await api.send("GET", `broadcasts/${id}/deliveries`, { headers: { accept: "text/csv" } });
  expect(status).toBe(200);
  expect(type).toMatch(/^text\/csv/);
  const [head, ...rows] = text.trim().split(/\r?\n/);
  expect(head).toContain("recipientName,status,reason");
  expect(rows).toHaveLength(12);
  expect(rows.filter((row) => row.includes(",SENT,"))).toHaveLength(10);
  expect(rows.filter((row) => row.includes(",SKIPPED,OPTED_OUT,"))).toHaveLength(2);
}
