// Until when the certificate of an https address is good.
import { isIP } from "node:net";
import { connect } from "node:tls";

const TIMEOUT_MS = 5_000;

/** Undefined when the address does not shake hands: then whoever asked has met that already. */
export function readCertificateEnd({ hostname, port }: URL): Promise<Date | undefined> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const socket = connect({ host, port: Number(port || 443), servername: isIP(host) ? "" : host, timeout: TIMEOUT_MS });
    const settle = (end?: Date): void => {
      socket.destroy();
      resolve(end);
    };
    socket.once("secureConnect", () => settle(new Date(socket.getPeerCertificate().valid_to)));
    socket.once("error", () => settle());
    socket.once("timeout", () => settle());
  });
}
