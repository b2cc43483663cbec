// What a certificate in the settings must be, and what is said when it is not.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import { makeCertificate } from "@/lib/testing/make-certificate";

import { readCertificate } from "./certificate";

const dates = { from: new Date("2026-01-01"), to: new Date("2027-01-01") };
const rsa = makeCertificate({ ...dates, kind: "rsa" });
const other = makeCertificate({ ...dates, kind: "rsa" });
const elliptic = makeCertificate(dates);
const folder = mkdtempSync(join(tmpdir(), "herald-certificate-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a certificate with its key", () => {
  it.each([
    ["as PEM", `${rsa.cert}${rsa.key}`],
    ["the key first", `${rsa.key}${rsa.cert}`],
    ["on one line", `${rsa.cert}${rsa.key}`.replaceAll("\n", "\\n")],
  ])("is read %s", (_how, pem) => {
    expect(new Date(readCertificate(pem).certificate.validTo)).toEqual(dates.to);
  });

  it("is read from a file", () => {
    const file = join(folder, "bot.pem");
    writeFileSync(file, `${rsa.cert}${rsa.key}`);
    expect(readCertificate(file).key.asymmetricKeyType).toBe("rsa");
  });

  it.each([
    [join(folder, "nothing.pem"), "the path of a file that can be read"],
    [rsa.cert, "must hold the certificate's private key"],
    [rsa.key, "must hold a certificate"],
    [`${rsa.cert}${other.key}`, "not of another one"],
    [`${elliptic.cert}${elliptic.key}`, "must hold an RSA key"],
    [`${rsa.cert.replace(/\n\w{8}/, "\n!!!!")}${rsa.key}`, "a certificate that can be read"],
  ])("is refused in words (%#)", (value, words) => expect(() => readCertificate(value)).toThrow(words));
});
