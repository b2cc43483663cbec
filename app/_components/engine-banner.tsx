"use client";

// Says so, on every page, when no engine is at work: broadcasts would then wait without a visible reason.
import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

type EngineState = "fresh" | "stale" | "none" | "unreachable";

const EVERY_MS = 15_000;

export function EngineBanner() {
  const t = useTranslations("shell");
  const state = useEngineState();
  return (
    <div aria-live="polite">
      {state !== "fresh" && (
        <MessageBar intent={state === "unreachable" ? "error" : "warning"} layout="auto">
          <MessageBarBody>
            <MessageBarTitle>{t(`engine.${state}.title`)}</MessageBarTitle>
            {t(`engine.${state}.text`)}
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

function useEngineState(): EngineState {
  const [state, setState] = useState<EngineState>("fresh");
  useEffect(() => {
    const abort = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      const found = await readEngineState(abort.signal);
      if (!abort.signal.aborted) setState(found);
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, []);
  return state;
}

// 503 is an answer here, not a failure: its body says what the engine is doing.
async function readEngineState(signal: AbortSignal): Promise<EngineState> {
  try {
    const response = await fetch("/api/ready", { signal, cache: "no-store" });
    const { engine } = (await response.json()) as { engine?: EngineState };
    return engine === "fresh" || engine === "stale" || engine === "none" ? engine : "unreachable";
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof SyntaxError) return "unreachable";
    if (cause instanceof DOMException && cause.name === "AbortError") return "fresh";
    throw cause;
  }
}
