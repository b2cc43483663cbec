// A fixed part of the floods that `npm run threats` fires: what nobody has to sign in for leaves nothing behind in the server.
import { flood } from "@/threats/flood";
import { type House, openHouse } from "@/threats/house";
import { pages } from "@/threats/pages";
import { broken } from "@/threats/row";

import { expect, test } from "./fixtures";

test.setTimeout(420_000);

const WARM_UP = 1_000;
let house: House;

test.beforeAll(async () => {
  house = await openHouse();
});
test.afterAll(() => house.stop());

test("tokens that cannot be good are remembered nowhere", async () => {
  for (const row of await flood(house, { warmUp: WARM_UP, requests: 2_000 })) expect(broken(row)).toEqual([]);
});

test("a page that was rendered is remembered nowhere", async () => {
  for (const row of await pages(house, { warmUp: WARM_UP, requests: 3_000 })) expect(broken(row)).toEqual([]);
});
