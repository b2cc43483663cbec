// The body of a request is read as far as it may be, and no further, whatever its header says of its length.
import { describe, expect, it } from "vitest";

import { readBody } from "./_handle";

const CHUNK = new Uint8Array(64 * 1024).fill(0x20);

/** A body without a length that never ends by itself, and how much of it was asked for. */
function endless(): { request: Request; givenBytes: () => number } {
  let givenBytes = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      givenBytes += CHUNK.length;
      controller.enqueue(CHUNK);
    },
  });
  const init = { method: "POST", body, headers: { "content-type": "application/json" }, duplex: "half" };
  return { request: new Request("http://localhost/api/x", init), givenBytes: () => givenBytes };
}

const post = (body: string | Uint8Array<ArrayBuffer>) =>
  readBody(new Request("http://localhost/api/x", { method: "POST", body, headers: { "content-type": "application/json" } }));

describe("the body of a request", () => {
  it("is not read on when it is too large", async () => {
    const { request, givenBytes } = endless();
    await expect(readBody(request)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(givenBytes()).toBeLessThan(2_000_000);
  });

  it("that breaks off is its sender's fault, and no bug of ours", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("aborted")) });
    const init = { method: "POST", body, headers: { "content-type": "application/json" }, duplex: "half" };
    await expect(readBody(new Request("http://localhost/api/x", init))).rejects.toMatchObject({ code: "BAD_INPUT" });
  });

  it("is an object of JSON, or nothing", async () => {
    expect(await post("{\"a\": \"ü\"}")).toEqual({ a: "ü" });
    expect(await post("")).toEqual({});
    const noUtf8 = new Uint8Array([0x7b, 0xff, 0x7d]);
    await expect(post(noUtf8)).rejects.toMatchObject({ code: "BAD_INPUT", message: "The body is not UTF-8." });
  });
});
