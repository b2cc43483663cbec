// A look inside the built server, through Node's own inspector on loopback: what its heap holds once the garbage is
// collected, and where it connects to. The build is not changed for it; NODE_OPTIONS asks Node for the inspector.
import { setTimeout as rest } from "node:timers/promises";
import { z } from "zod";

export type Memory = { heapMiB: number; rssMiB: number };
export type Inspector = {
  /** After the garbage is collected, twice: what a finalizer lets go of falls to the second. */
  memory(): Promise<Memory>;
  /** Every place the server has opened a connection to since it was last asked, as host:port. */
  connections(): Promise<string[]>;
  close(): void;
};

const MIB = 2 ** 20;
const targetsSchema = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1);
const answerSchema = z.object({
  id: z.number(), error: z.object({ message: z.string() }).optional(),
  result: z.object({ result: z.object({ value: z.string() }).optional(), exceptionDetails: z.unknown().optional() }).optional(),
});

// Sockets of every kind, TLS and undici's included, connect through this one method.
const WATCH = `(() => {
  const { Socket } = process.getBuiltinModule("node:net");
  const { connect } = Socket.prototype;
  globalThis.heraldConnections = [];
  Socket.prototype.connect = function (...args) {
    const [first] = Array.isArray(args[0]) ? args[0] : args;
    const place = typeof first === "object" && first !== null ? (first.path ?? (first.host ?? "localhost") + ":" + first.port) : String(first);
    globalThis.heraldConnections.push(place);
    return connect.apply(this, args);
  };
  return "watching";
})()`;

/** The server must have been started with `--inspect=127.0.0.1:PORT`. */
export async function inspect(port: number): Promise<Inspector> {
  const [target] = targetsSchema.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  const waiting = new Map<number, (text: string) => void>();
  socket.addEventListener("message", ({ data }) => {
    const text = String(data);
    const { id } = answerSchema.partial().parse(JSON.parse(text));
    if (id !== undefined) waiting.get(id)?.(text);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("The inspector of the server does not answer.")));
  });

  let asked = 0;
  async function call(method: string, params: object = {}): Promise<string> {
    const id = (asked += 1);
    const answer = await new Promise<string>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    waiting.delete(id);
    const { error, result } = answerSchema.parse(JSON.parse(answer));
    if (error || result?.exceptionDetails !== undefined) throw new Error(`The server could not answer ${method}: ${answer}`);
    return result?.result?.value ?? "";
  }
  const evaluate = (expression: string): Promise<string> => call("Runtime.evaluate", { expression, returnByValue: true });

  await evaluate(WATCH);
  return {
    memory: async () => {
      for (let time = 0; time < 2; time += 1) {
        await call("HeapProfiler.collectGarbage");
        await rest(100);
      }
      const { heapUsed, rss } = z.object({ heapUsed: z.number(), rss: z.number() })
        .parse(JSON.parse(await evaluate("JSON.stringify(process.memoryUsage())")));
      return { heapMiB: heapUsed / MIB, rssMiB: rss / MIB };
    },
    connections: async () => z.array(z.string()).parse(
      JSON.parse(await evaluate("JSON.stringify(globalThis.heraldConnections.splice(0))")),
    ),
    close: () => socket.close(),
  };
}
