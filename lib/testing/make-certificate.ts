// A certificate that signs itself, for https on loopback in tests: made on the spot, so that no key lies in the
// repository and its dates can be anything. Just enough of DER for X.509 v3.
import { generateKeyPairSync, sign } from "node:crypto";

export type TestCertificate = { key: string; cert: string };

const KINDS = {
  ec: { algorithm: sequence(objectId("2a8648ce3d040302")), makeKeys: () => generateKeyPairSync("ec", { namedCurve: "P-256" }) },
  rsa: {
    algorithm: sequence(objectId("2a864886f70d01010b"), der(0x05, Buffer.alloc(0))),
    makeKeys: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  },
};
const COMMON_NAME = objectId("550403");
const SUBJECT_ALT_NAME = objectId("551d11");
const BASIC_CONSTRAINTS = objectId("551d13");

/** For the names `localhost` and 127.0.0.1. */
export function makeCertificate({ from, to, kind = "ec" }: { from: Date; to: Date; kind?: keyof typeof KINDS }): TestCertificate {
  const { algorithm, makeKeys } = KINDS[kind];
  const { privateKey, publicKey } = makeKeys();
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from("localhost")))));
  const names = sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = sequence(
    sequence(SUBJECT_ALT_NAME, der(0x04, names)),
    sequence(BASIC_CONSTRAINTS, der(0x01, Buffer.from([0xff])), der(0x04, sequence(der(0x01, Buffer.from([0xff]))))),
  );
  const toBeSigned = sequence(
    der(0xa0, integer(2)), integer(1), algorithm, name, sequence(time(from), time(to)), name,
    publicKey.export({ type: "spki", format: "der" }), der(0xa3, extensions),
  );
  const signature = sign("sha256", toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString("base64").replace(/.{64}/g, "$&\n").trim();
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]));
}

/** GeneralizedTime: YYYYMMDDhhmmssZ. */
function time(at: Date): Buffer {
  return der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`));
}
