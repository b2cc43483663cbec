// App roles are typed by hand into an app registration.
import { expect, test } from "vitest";

import { roleOfAppRoles } from "./sign-in";

test.each([
  [["viewer"], "viewer"],
  [["Author"], "author"],
  [["viewer", "ADMIN", "author"], "admin"],
  [["author", "approver"], "approver"],
  [["Something.Else", "author"], "author"],
])("the app roles %j give %s", (values, role) => {
  expect(roleOfAppRoles(values)).toBe(role);
});

test.each([[[]], [["administrator"]], [["admin "]], [["Herald.admin"]]])("the app roles %j give nothing", (values) => {
  expect(roleOfAppRoles(values)).toBeUndefined();
});
