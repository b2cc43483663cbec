// What an address of the recipients page means, old and broken ones included.
import { describe, expect, it } from "vitest";

import { questionOf } from "./recipient-filter";

const read = (query: string) => {
  const params = new URLSearchParams(query);
  const question = questionOf((name) => params.get(name) ?? "");
  return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined));
};

describe("the address of the recipients page", () => {
  it("asks for people unless it says otherwise", () => {
    expect(read("")).toEqual({ kind: "PERSON" });
    expect(read("kind=CHANNEL")).toEqual({ kind: "CHANNEL" });
    expect(read("kind=ALL")).toEqual({ kind: "ALL" });
  });

  it("carries every filter", () => {
    const team = "00000000-0000-4000-8000-000000000001";
    const query = `q=zoe&state=NONE&account=DISABLED&department=Sales&country=DE&team=${team}&hasApp=false&optedOut=true&kind=ALL`;
    expect(read(query)).toEqual({
      q: "zoe", state: "NONE", account: "DISABLED", department: "Sales", country: "DE", team, hasApp: "false", optedOut: "true",
      kind: "ALL",
    });
  });

  it("leaves out what it cannot mean", () => {
    expect(read("state=GONE&account=x&team=1&hasApp=maybe&kind=ROBOT")).toEqual({ kind: "PERSON" });
  });
});
