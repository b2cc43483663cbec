"use client";

// The language switch. Each language names itself in its own words, so that it can be found by those who need it.
import {
  Button,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { LocalLanguageRegular } from "@fluentui/react-icons/svg/local-language";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "use-intl";

import { LOCALES } from "@/lib/texts/texts";

import { LOCALE_COOKIE } from "./direction";
import { remember } from "./remember";

export function LanguageMenu() {
  const t = useTranslations("shell");
  const router = useRouter();
  const choose = (locale: string) => {
    remember(LOCALE_COOKIE, locale);
    router.refresh();
  };
  return (
    <Menu
      inline
      checkedValues={{ language: [useLocale()] }}
      onCheckedValueChange={(_, data) => data.checkedItems[0] && choose(data.checkedItems[0])}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<LocalLanguageRegular />} aria-label={t("language")} title={t("language")} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {LOCALES.map((locale) => (
            <MenuItemRadio key={locale} name="language" value={locale}>
              <span lang={locale}>{nameOf(locale)}</span>
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function nameOf(locale: string): string {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}
