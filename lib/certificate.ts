// A certificate with its private key, as the settings give it: the PEM itself, or the path of a file with it.
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

export type Certificate = { key: KeyObject; certificate: X509Certificate };

const CERTIFICATE = pemOf("CERTIFICATE");
const PRIVATE_KEY = pemOf("(?:RSA )?PRIVATE KEY");
/** Entra takes RSA alone. Source: Microsoft, "Application authentication certificate credentials". */
const KEY_TYPE = "rsa";

/** `\n` may stand for a line's end, where a setting has one line. Throws an Error that says what is wrong with the setting. */
export function readCertificate(value: string): Certificate {
  const pem = value.startsWith("-----BEGIN") ? value.replaceAll("\\n", "\n") : readPem(value);
  const [certificatePem] = CERTIFICATE.exec(pem) ?? [];
  const [keyPem] = PRIVATE_KEY.exec(pem) ?? [];
  if (certificatePem === undefined) throw new Error("must hold a certificate (CERTIFICATE in PEM)");
  if (keyPem === undefined) {
    throw new Error("must hold the certificate's private key, not encrypted (PRIVATE KEY in PEM)");
  }
  const certificate = parse(() => new X509Certificate(certificatePem), "must hold a certificate that can be read");
  const key = parse(() => createPrivateKey(keyPem), "must hold a private key that can be read");
  if (key.asymmetricKeyType !== KEY_TYPE) throw new Error("must hold an RSA key: Entra takes no other");
  if (!certificate.checkPrivateKey(key)) throw new Error("must hold the private key of its certificate, not of another one");
  return { key, certificate };
}

function readPem(path: string): string {
  return parse(() => readFileSync(path, "utf8"), "must be a certificate as PEM, or the path of a file that can be read");
}

function parse<T>(read: () => T, sentence: string): T {
  try {
    return read();
  } catch (cause) {
    throw new Error(sentence, { cause });
  }
}

function pemOf(label: string): RegExp {
  return new RegExp(`-----BEGIN ${label}-----[\\s\\S]+?-----END ${label}-----`);
}
