"use client";

// Everything that wraps every page: Fluent's styles (rendered on the server, so that no page appears bare), the theme,
// the words of the chosen language, and the place where toasts appear.
import { RendererProvider, renderToStyleElements, SSRProvider, Toaster } from "@fluentui/react-components";
import { useServerInsertedHTML } from "next/navigation";
import { type ReactNode, useRef, useState, useSyncExternalStore } from "react";
import { IntlProvider } from "use-intl";

import { type Locale, MESSAGES } from "@/lib/texts/texts";

import { makePageRenderer } from "./_components/page-renderer";
import type { ThemeChoice } from "./_components/theme-choice";
import { ThemeProvider } from "./_components/theme-provider";
import { TOASTER_ID } from "./_components/use-toast";

type Props = {
  children: ReactNode;
  locale: Locale;
  direction: "ltr" | "rtl";
  theme: ThemeChoice;
  /** What the page's policy lets style sheets in by; a page that is gone to later keeps that of the first. */
  nonce: string | undefined;
};

export function Providers({ children, locale, direction, theme, nonce }: Props) {
  const [firstNonce] = useState(nonce);
  const [renderer] = useState(() => makePageRenderer(nonce));
  useStreamedStyles(renderer);
  const timeZone = useViewersTimeZone();
  return (
    <RendererProvider renderer={renderer}>
      <SSRProvider>
        <IntlProvider locale={locale} messages={MESSAGES[locale]} timeZone={timeZone}>
          <ThemeProvider initial={theme} direction={direction} nonce={firstNonce}>
            {children}
            <Toaster toasterId={TOASTER_ID} position="bottom-end" />
          </ThemeProvider>
        </IntlProvider>
      </SSRProvider>
    </RendererProvider>
  );
}

// A page streams in chunks, and a late chunk may bring styles of its own: emit whenever the cache has grown.
function useStreamedStyles(renderer: ReturnType<typeof makePageRenderer>) {
  const emitted = useRef(0);
  useServerInsertedHTML(() => {
    const size = Object.keys(renderer.insertionCache).length;
    if (size === emitted.current) return null;
    emitted.current = size;
    return <>{renderToStyleElements(renderer)}</>;
  });
}

// The server does not know the viewer's zone: it renders UTC, and the browser corrects that right after hydration.
function useViewersTimeZone(): string {
  return useSyncExternalStore(
    () => () => undefined,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}
