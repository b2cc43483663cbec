// The table of doors against the code: every route and page is in it, and a command's roles are the ones written there.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

import { OPERATIONS } from "@/app/api/_openapi-routes";

import { PAGES, ROLES_OF, ROUTES } from "./door-table";

test("every operation of the API is in the table with exactly the roles that its command declares, and nothing else is", () => {
  const declared = OPERATIONS.map(({ method, path, access }) => [`${method} ${path}`, access] as const);
  const written = Object.entries(ROUTES).map(([door, who]) => {
    return [door, who === "ANYBODY" || who === "BOT" ? who : ROLES_OF[who]] as const;
  });
  expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(written));
});

test("every page is in the table, and nothing else is", () => {
  const app = join(import.meta.dirname, "../../app");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) => /(^|\/)page\.tsx$/.test(file));
  // A folder in parentheses is not part of the address.
  const pages = files.map((file) => `/${dirname(file)}`.replace(/\/\([^)]*\)/g, "").replace(/^\/\.$/, "/"));
  expect(pages.toSorted()).toEqual(Object.keys(PAGES).toSorted());
});

test("there is no other way in than pages and routes of the API", () => {
  const app = join(import.meta.dirname, "../../app");
  const routes = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) => /(^|\/)route\.[jt]sx?$/.test(file));
  expect(routes.filter((file) => !file.startsWith("api/"))).toEqual([]);
});
