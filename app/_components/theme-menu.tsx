"use client";

// The theme switch: what the system prefers, light, dark or high contrast.
import {
  Button,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { DarkThemeRegular } from "@fluentui/react-icons/svg/dark-theme";
import { useTranslations } from "use-intl";

import { parseThemeChoice, THEME_CHOICES } from "./theme-choice";
import { useThemeChoice } from "./theme-provider";

export function ThemeMenu() {
  const t = useTranslations("shell");
  const { choice, choose } = useThemeChoice();
  return (
    <Menu
      inline
      checkedValues={{ theme: [choice] }}
      onCheckedValueChange={(_, data) => choose(parseThemeChoice(data.checkedItems[0]))}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<DarkThemeRegular />}
          aria-label={t("theme.label")}
          title={t("theme.label")}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {THEME_CHOICES.map((theme) => (
            <MenuItemRadio key={theme} name="theme" value={theme}>{t(`theme.${theme}`)}</MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
