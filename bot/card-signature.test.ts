// A button stays good when the secret key is replaced, as long as the one before it is named; nobody else's key makes one.
import { expect, test } from "vitest";

import { isOurAction, signAction, type UnsignedAction } from "./card-signature";

const [NEW, OLD, OLDER, FOREIGN] = ["new", "old", "older", "foreign"].map((name) => `${name} key, of more than 32 characters`);
const action: UnsignedAction = {
  verb: "optOut",
  broadcast: "00000000-0000-4000-a000-000000000001",
  topic: "00000000-0000-4000-a000-000000000002",
  recipient: "00000000-0000-4000-a000-000000000003",
};
const signedWith = (key = "") => signAction(action, key).herald;

test("one that was signed with a foreign key, or with an old one that is not named, is refused", () => {
  expect(isOurAction(signedWith(FOREIGN), NEW!, [OLD!, OLDER!])).toBe(false);
  expect(isOurAction(signedWith(OLD), NEW!)).toBe(false);
  expect(isOurAction(signedWith(OLD), NEW!, [OLDER!])).toBe(false);
  expect(isOurAction({ ...signedWith(OLD), recipient: "00000000-0000-4000-a000-00000000000f" }, NEW!, [OLD!])).toBe(false);
});

test("one that was signed with the key, or with any of those before it, is good", () => {
  for (const key of [NEW, OLD, OLDER]) expect(isOurAction(signedWith(key), NEW!, [OLD!, OLDER!])).toBe(true);
});
