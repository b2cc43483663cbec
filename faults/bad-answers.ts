// What Teams may do to a sender: refuse seven of ten requests for a while, never answer one in a hundred, or answer
// nothing at all for half a minute.
import { setTimeout as wait } from "node:timers/promises";

import { control } from "@/bench/house";
import type { UnknownPolicy } from "@/lib/domain/broadcast";
import type { FaultInput } from "@/simulator/faults";

import type { Finding, Injection } from "./finding";
import { type FaultHouse, openFaultHouse } from "./house";
import type { Scale } from "./kill-twenty";
import { watchResume } from "./look";
import { playScene, type Scene } from "./scene";

const STORM_MS = 180_000;
const REFUSED = 0.7;
const HANGING = 0.01;
const BLACKOUT_MS = 30_000;
const POSTS: FaultInput["match"] = { operations: ["replyToActivity", "postActivity"] };

/** 70 % of the requests are answered 429 for three minutes. */
export async function storm({ people = 4_000, ratePerSecond = 200 }: Scale): Promise<Finding[]> {
  const inject = async (scene: Scene): Promise<Injection> => {
    const { house } = scene;
    await scene.untilDone(0.1);
    await arm(house, [{ kind: "status", status: 429, code: "TooManyRequests", probability: REFUSED, retryAfter: 1 }]);
    await wait(STORM_MS);
    await arm(house, []);
    const { refused } = await countAnswers(house);
    const resumedMs = await watchResume(house.db, scene.broadcastId, scene.leaseMs);
    return { what: `${REFUSED * 100} % 429 for ${STORM_MS / 1000} s, ${refused} refused`, explained: 0, resumedMs: [resumedMs] };
  };
  return playOnce("storm", { people, ratePerSecond }, inject);
}

/** One request in a hundred is never answered; half of those are accepted all the same. */
export async function hang({ people = 10_000, ratePerSecond = 1_000 }: Scale): Promise<Finding[]> {
  return playOnce("hang", { people, ratePerSecond }, async (scene) => {
    const { house } = scene;
    await arm(house, [
      { kind: "hang", probability: HANGING / 2, match: POSTS },
      { kind: "acceptThenHang", probability: HANGING / 2, match: POSTS },
    ]);
    await scene.untilDone(1 - 2 * HANGING);
    await arm(house, []);
    const resumedMs = await watchResume(house.db, scene.broadcastId, scene.leaseMs);
    const { hanging } = await countAnswers(house);
    return { what: `${hanging} requests hang`, explained: hanging, resumedMs: [resumedMs] };
  });
}

/** For a while nothing is answered at all, half of it accepted: every place on the wire is taken by a request that hangs. */
export async function blackout({ people = 5_000, ratePerSecond = 1_000 }: Scale): Promise<Finding[]> {
  const inject = async (scene: Scene): Promise<Injection> => {
    const { house } = scene;
    const before = await countAnswers(house);
    await scene.untilDone(0.1);
    await arm(house, [{ kind: "hang", probability: 0.5, match: POSTS }, { kind: "acceptThenHang", match: POSTS }]);
    await wait(BLACKOUT_MS);
    await arm(house, []);
    const hanging = (await countAnswers(house)).hanging - before.hanging;
    const resumedMs = await watchResume(house.db, scene.broadcastId, scene.leaseMs);
    return { what: `no answer for ${BLACKOUT_MS / 1000} s, ${hanging} requests hang`, explained: hanging, resumedMs: [resumedMs] };
  };
  const held = await playOnce("blackout", { people, ratePerSecond }, inject);
  return [...held, ...(await playOnce("blackout", { people, ratePerSecond }, inject, "RETRY"))];
}

async function playOnce(
  name: string, scale: Required<Scale>, inject: (scene: Scene) => Promise<Injection>, policy: UnknownPolicy = "HOLD",
): Promise<Finding[]> {
  const house = await openFaultHouse(scale);
  try {
    return [await playScene(house, { name, policy, inject })];
  } finally {
    await house.close();
  }
}

async function arm(house: FaultHouse, faults: FaultInput[]): Promise<void> {
  await control(house, "faults", { faults });
}

type AnswerCounts = { refused429: number; requests: { byAnswer: Record<string, number> } };

async function countAnswers(house: FaultHouse): Promise<{ refused: number; hanging: number }> {
  const { refused429, requests } = await control<AnswerCounts>(house, "counts");
  return { refused: refused429, hanging: requests.byAnswer["hang"] ?? 0 };
}
