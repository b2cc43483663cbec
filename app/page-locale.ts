// The language of a page: what the person chose before, else what the browser asks for.
import type { Metadata } from "next";
import { cookies, headers } from "next/headers";

import { type Locale, pickLocale, type Texts, texts } from "@/lib/texts/texts";

import { LOCALE_COOKIE } from "./_components/direction";

export async function pageLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return pickLocale(chosen ?? (await headers()).get("accept-language") ?? "en");
}

/** The title a page shows in its tab, in the reader's language; `key` is a text such as "topics.title". */
export async function pageMetadata(key: Parameters<Texts>[0]): Promise<Metadata> {
  return { title: texts(await pageLocale())(key) };
}
