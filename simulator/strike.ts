// How a fault strikes: some refuse before the call is performed, some perform it first and then lose, spoil or delay the
// answer, which is exactly what makes such failures hard for a sender.
import type { Answer } from "./answers";
import type { Fault } from "./faults";

/** An answer, and what becomes of it on its way back. */
export type Reply = { answer: Answer; accident?: "reset" | "hang" | "slowBody" | "brokenBody"; delayMs?: number };

/** The Connector performs at once, Graph may have to wait for the bot: the answer comes as the performance does. */
export function refuseByFault(fault: Fault, answerOf: (fault: Fault) => Answer): Reply | undefined {
  switch (fault.kind) {
    case "status":
      return { answer: answerOf(fault) };
    case "resetBeforeAccept":
      return { answer: answerOf(fault), accident: "reset" };
    case "hang":
      return { answer: answerOf(fault), accident: "hang" };
    default:
      return undefined;
  }
}

export function spoilByFault(fault: Fault, accepted: Answer, answerOf: (fault: Fault) => Answer): Reply {
  // What would have been refused anyway is simply refused: only an acceptance can be followed by an accident.
  if (accepted.status >= 300) return { answer: accepted };
  switch (fault.kind) {
    case "acceptThenStatus":
      return { answer: answerOf(fault) };
    case "resetAfterAccept":
      return { answer: accepted, accident: "reset" };
    case "acceptThenHang":
      return { answer: accepted, accident: "hang" };
    case "slowBody":
      return { answer: accepted, accident: "slowBody", delayMs: fault.delayMs };
    case "brokenBody":
      return { answer: { ...accepted, body: '{"id":"17' }, accident: "brokenBody" };
    case "status":
    case "resetBeforeAccept":
    case "hang":
      return { answer: accepted };
    default:
      return fault.kind satisfies never;
  }
}
