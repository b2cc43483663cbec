// The document around every page: language, direction and theme come from cookies, so the first paint is right.
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";

import { NONCE_HEADER } from "@/lib/page-policy";

import { directionOf } from "./_components/direction";
import { colorSchemeOf, parseThemeChoice, THEME_COOKIE } from "./_components/theme-choice";
import { pageLocale } from "./page-locale";
import { Providers } from "./providers";

export const metadata: Metadata = { title: { default: "Herald", template: "%s · Herald" } };
export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await pageLocale();
  const direction = directionOf(locale);
  const theme = parseThemeChoice((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang={locale} dir={direction} style={{ colorScheme: colorSchemeOf(theme) }}>
      <body style={{ margin: 0 }}>
        <Providers locale={locale} direction={direction} theme={theme} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
