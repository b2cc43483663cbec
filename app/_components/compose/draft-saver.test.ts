// Autosave has one request under way at most, loses no typing, and never overwrites a newer version from elsewhere.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { BroadcastInput } from "@/lib/domain/broadcast";
import type { BroadcastView } from "@/lib/domain/views";

import { DraftSaver, RETRY_DELAY_MS, SAVE_DELAY_MS, type SaverOptions, type WriteResult } from "./draft-saver";

const EMPTY: BroadcastInput = { message: { kind: "NOTIFICATION" } };
const titled = (title: string): BroadcastInput => ({ message: { kind: "NOTIFICATION", title } });
const problem = { code: "OFFLINE", message: "The server cannot be reached." };

/** A server in miniature: it counts revisions and answers when told to. */
function startServer(options: Partial<SaverOptions> = {}) {
  type Call = {
    seen: number | null;
    title: string | undefined;
    confirmed: number | undefined;
    answer: (result?: WriteResult) => Promise<void>;
  };
  const calls: Call[] = [];
  const saver = new DraftSaver({
    view: null,
    input: EMPTY,
    auto: true,
    findMalformed: () => [],
    now: () => new Date(0),
    write: (view, input, confirmed) =>
      new Promise((resolve) => {
        const seen = view?.revision ?? null;
        const saved = { id: "draft", revision: (seen ?? 0) + 1 } as BroadcastView;
        const answer = async (result: WriteResult = { kind: "WRITTEN", view: saved }) => {
          resolve(result);
          await vi.advanceTimersByTimeAsync(0);
        };
        calls.push({ seen, title: input.message.title, confirmed, answer });
      }),
    ...options,
  });
  return { saver, calls };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("saving while writing", () => {
  test("waits until the typing pauses, then sends the newest text once", async () => {
    const { saver, calls } = startServer();
    saver.change(titled("H"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS - 1);
    saver.change(titled("Hello"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
    expect(calls.map(({ title }) => title)).toEqual(["Hello"]);
    await calls[0]?.answer();
    expect(saver.getState()).toEqual({ kind: "SAVED", at: new Date(0) });
  });

  test("never has two requests under way, and sends what was typed meanwhile over the new revision", async () => {
    const { saver, calls } = startServer();
    saver.change(titled("one"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
    saver.change(titled("two"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS * 3);
    expect(calls).toHaveLength(1);
    await calls[0]?.answer();
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
    expect(calls[1]).toMatchObject({ seen: 1, title: "two" });
  });

  test("keeps a malformed draft to itself and says why", async () => {
    const issue = { severity: "MALFORMED", path: "message.title", code: "other" } as const;
    const { saver, calls } = startServer({ findMalformed: () => [issue] });
    saver.change(titled("x"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
    expect(calls).toHaveLength(0);
    expect(saver.getState()).toEqual({ kind: "HELD", issues: [issue] });
    expect(saver.isDirty()).toBe(true);
  });

  test("tries again by itself when the server could not be reached", async () => {
    const { saver, calls } = startServer();
    saver.change(titled("x"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
    await calls[0]?.answer({ kind: "REFUSED", problem, issues: [], retry: true });
    expect(saver.getState().kind).toBe("REFUSED");
    await vi.advanceTimersByTimeAsync(RETRY_DELAY_MS);
    await calls[1]?.answer();
    expect(saver.getState().kind).toBe("SAVED");
  });

  test("does not repeat what the server refused for good", async () => {
    const { saver, calls } = startServer();
    saver.change(titled("x"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
    await calls[0]?.answer({ kind: "REFUSED", problem, issues: [], retry: false });
    await vi.advanceTimersByTimeAsync(RETRY_DELAY_MS * 3);
    expect(calls).toHaveLength(1);
  });

  test("says nothing is unsaved when the text is back to what it was", async () => {
    const { saver, calls } = startServer();
    saver.change(titled("x"));
    saver.change(EMPTY);
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS * 2);
    expect(calls).toHaveLength(0);
    expect(saver.getState().kind).toBe("CLEAN");
  });
});

describe("two tabs", () => {
  test("a newer version elsewhere stops all saving until a person decides", async () => {
    const { saver, calls } = startServer();
    saver.change(titled("mine"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
    await calls[0]?.answer({ kind: "CONFLICT", problem });
    saver.change(titled("mine still"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS * 3);
    expect(await saver.flush()).toBe(false);
    expect(calls).toHaveLength(1);
  });

  test("keeping mine creates a draft of its own and leaves theirs alone", async () => {
    const { saver, calls } = startServer({ view: { id: "theirs", revision: 7 } as BroadcastView });
    saver.change(titled("mine"));
    await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
    await calls[0]?.answer({ kind: "CONFLICT", problem });
    const kept = saver.fork();
    await vi.advanceTimersByTimeAsync(0);
    expect(calls[1]).toMatchObject({ seen: null, title: "mine" });
    await calls[1]?.answer();
    expect(await kept).toBe(true);
  });
});

test("a standing broadcast is saved only when asked to", async () => {
  const { saver, calls } = startServer({ auto: false, view: { id: "welcome", revision: 1 } as BroadcastView });
  saver.change(titled("half a sent"));
  await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS * 5);
  expect(calls).toHaveLength(0);
  const saved = saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  await calls[0]?.answer();
  expect(await saved).toBe(true);
});

// Who changed whom a recurring broadcast reaches could never save it: the server asks how many people were read, and nothing
// here could say it.
test("what the server wants confirmed is saved once the number was typed, and the number goes along once", async () => {
  const { saver, calls } = startServer({ auto: false, view: { id: "each-monday", revision: 1 } as BroadcastView });
  saver.change(titled("to others"));
  const refused = saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  await calls[0]?.answer({ kind: "REFUSED", problem: { code: "NOT_CONFIRMED", message: "" }, issues: [], retry: false });
  expect(await refused).toBe(false);
  const saved = saver.flush(1_200);
  await vi.advanceTimersByTimeAsync(0);
  await calls[1]?.answer();
  expect(await saved).toBe(true);
  saver.change(titled("to others still"));
  void saver.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(calls.map(({ confirmed }) => confirmed)).toEqual([undefined, 1_200, undefined]);
});

test("saving now takes along what was typed while the last request was away", async () => {
  const { saver, calls } = startServer();
  saver.change(titled("one"));
  await vi.advanceTimersByTimeAsync(SAVE_DELAY_MS);
  saver.change(titled("two"));
  const saved = saver.flush();
  await calls[0]?.answer();
  expect(calls[1]?.title).toBe("two");
  await calls[1]?.answer();
  expect(await saved).toBe(true);
});
