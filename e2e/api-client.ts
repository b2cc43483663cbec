// Another system that uses Herald over HTTP with an API key, and nothing else. Every answer is held against the schema
// that /api/openapi.json describes it with.
import { spawnSync } from "node:child_process";
import { expect } from "@playwright/test";
import type { z } from "zod";

import { SCHEMAS } from "@/app/api/_openapi-schemas";

export type Answer = { status: number; type: string; text: string };
export type Sending = {
  body?: unknown;
  /** Sent as it is instead of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};
export type Refusal = { status: number; code: string; detail: string; paths: string[] };
export type BroadcastDetail = z.output<typeof SCHEMAS.BroadcastDetail>;

export class ApiClient {
  constructor(
    readonly url: string,
    readonly headers: Record<string, string>,
  ) {}

  static withKey(url: string, key: string): ApiClient {
    return new ApiClient(url, { authorization: `Bearer ${key}` });
  }

  async send(method: string, path: string, { body, raw, headers }: Sending = {}): Promise<Answer> {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    // A tool that ran meanwhile held this process up: a connection that was closed then is noticed first.
    await new Promise(setImmediate);
    const response = await fetch(`${this.url}/api/${path}`, {
      method,
      headers: { ...(content === undefined ? {} : { "content-type": "application/json" }), ...this.headers, ...headers },
      ...(content === undefined ? {} : { body: content }),
    });
    return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() };
  }

  get<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    return this.expect(200, schema, "GET", path);
  }

  /** The answer, once its status and shape are right. */
  async expect<S extends z.ZodType>(
    status: number, schema: S, method: string, path: string, sending: Sending = {},
  ): Promise<z.output<S>> {
    const answer = await this.send(method, path, sending);
    expect(answer.status, `${method} ${path} answered ${answer.text}`).toBe(status);
    return schema.parse(JSON.parse(answer.text));
  }

  /** A refusal as problem details; fails when it is none. */
  async refused(method: string, path: string, sending: Sending = {}): Promise<Refusal> {
    const { status, type, text } = await this.send(method, path, sending);
    expect(status, `${method} ${path} answered ${text}`).toBeGreaterThanOrEqual(400);
    expect(type).toBe("application/problem+json");
    const { code, detail, issues = [], status: told } = SCHEMAS.Problem.parse(JSON.parse(text));
    expect(told).toBe(status);
    return { status, code, detail, paths: issues.map(({ path: at }) => at) };
  }

  draft(input: unknown): Promise<z.output<typeof SCHEMAS.Broadcast>> {
    return this.expect(201, SCHEMAS.Broadcast, "POST", "broadcasts", { body: input });
  }

  /** `POST /api/broadcasts/{id}/{verb}`, which succeeds. */
  tell(id: string, verb: string, body?: unknown): Promise<z.output<typeof SCHEMAS.Broadcast>> {
    const status = verb === "duplicate" || verb === "test" ? 201 : 200;
    return this.expect(status, SCHEMAS.Broadcast, "POST", `broadcasts/${id}/${verb}`, { body });
  }

  broadcast(id: string): Promise<BroadcastDetail> {
    return this.get(`broadcasts/${id}`, SCHEMAS.BroadcastDetail);
  }

  /** Polls until it is so; at every look the parts must add up. */
  async until(id: string, isSo: (broadcast: BroadcastDetail) => boolean, timeout = 30_000): Promise<BroadcastDetail> {
    let latest = await this.broadcast(id);
    const look = async (): Promise<boolean> => {
      latest = await this.broadcast(id);
      expectSum(latest.counts);
      return isSo(latest);
    };
    await expect.poll(look, { timeout, intervals: [100, 200] }).toBe(true);
    return latest;
  }

  finished(id: string, timeout?: number): Promise<BroadcastDetail> {
    return this.until(id, ({ status }) => status === "FINISHED", timeout);
  }

  deliveries(id: string, query = ""): Promise<z.output<typeof SCHEMAS.Delivery>[]> {
    return this.allPages((cursor) => this.get(`broadcasts/${id}/deliveries?limit=200${query}${cursor}`, SCHEMAS.DeliveryPage));
  }

  recipients(): Promise<z.output<typeof SCHEMAS.RecipientPage>["items"]> {
    return this.allPages((cursor) => this.get(`recipients?limit=200${cursor}`, SCHEMAS.RecipientPage));
  }

  private async allPages<T>(read: (cursor: string) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
    const items: T[] = [];
    let page = await read("");
    for (; page.next !== null; page = await read(`&cursor=${encodeURIComponent(page.next)}`)) items.push(...page.items);
    return [...items, ...page.items];
  }
}

export function expectSum({ total, ...parts }: BroadcastDetail["counts"]): void {
  const sum = Object.values(parts).reduce((all, part) => all + part, 0);
  expect(sum, `the parts ${JSON.stringify(parts)} add up`).toBe(total);
}

/** `npm run api-key -- NAME ROLE`, beside the running server; the key is its last word. */
export function makeApiKey(env: Record<string, string | undefined>, name: string, role: string, ...options: string[]): string {
  const words = ["run", "api-key", "--", name, role, ...options];
  const made = spawnSync("npm", words, { env: env as NodeJS.ProcessEnv, encoding: "utf8" });
  expect(made.status, made.stderr).toBe(0);
  return made.stdout.trim().split(/\s+/).at(-1) ?? "";
}
