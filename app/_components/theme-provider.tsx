"use client";

// Fluent's theme. "system" must not flash: the server cannot know what the system prefers, so it renders the light
// theme and a style element which, under `prefers-color-scheme: dark`, overrides the tokens that differ in dark.
import {
  FluentProvider,
  makeStyles,
  teamsHighContrastTheme,
  type Theme,
  tokens,
  webDarkTheme,
  webLightTheme,
} from "@fluentui/react-components";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";

import { remember } from "./remember";
import { colorSchemeOf, THEME_COOKIE, type ThemeChoice } from "./theme-choice";

const THEMES = { light: webLightTheme, dark: webDarkTheme, contrast: teamsHighContrastTheme };
const DARK_QUERY = "(prefers-color-scheme: dark)";
// Only the outermost provider: a card preview inside chooses a theme of its own.
const ROOT_CLASS = "herald-root";
const SYSTEM_CSS = `@media ${DARK_QUERY} { .${ROOT_CLASS}.${ROOT_CLASS} { ${differingTokens()} } }`;

type ThemeContext = { choice: ThemeChoice; shown: keyof typeof THEMES; choose: (choice: ThemeChoice) => void };
const Context = createContext<ThemeContext>({ choice: "system", shown: "light", choose: () => undefined });

/** The person's choice, and what is shown because of it. */
export function useThemeChoice(): ThemeContext {
  return useContext(Context);
}

const useStyles = makeStyles({
  root: { minHeight: "100vh", backgroundColor: tokens.colorNeutralBackground2 },
});

type Props = { initial: ThemeChoice; direction: "ltr" | "rtl"; nonce: string | undefined; children: ReactNode };

export function ThemeProvider({ initial, direction, nonce, children }: Props) {
  const styles = useStyles();
  const [choice, setChoice] = useState(initial);
  const prefersDark = useSyncExternalStore(watchSystem, () => window.matchMedia(DARK_QUERY).matches, () => false);
  const shown = choice === "system" ? (prefersDark ? "dark" : "light") : choice;
  useEffect(() => {
    document.documentElement.style.colorScheme = colorSchemeOf(choice);
  }, [choice]);
  const context = useMemo(() => {
    const choose = (next: ThemeChoice) => {
      remember(THEME_COOKIE, next);
      setChoice(next);
    };
    return { choice, shown, choose };
  }, [choice, shown]);
  return (
    <Context value={context}>
      {choice === "system" && <style nonce={nonce}>{SYSTEM_CSS}</style>}
      <FluentProvider theme={THEMES[shown]} dir={direction} className={ROOT_CLASS}>
        {/* Not on the provider: its classes go to every toast, menu and dialog too, which would then cover the page. */}
        <div className={styles.root}>{children}</div>
      </FluentProvider>
    </Context>
  );
}

function watchSystem(onChange: () => void) {
  const query = window.matchMedia(DARK_QUERY);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

function differingTokens(): string {
  const names = Object.keys(webDarkTheme) as (keyof Theme)[];
  const differing = names.filter((name) => webDarkTheme[name] !== webLightTheme[name]);
  return differing.map((name) => `--${name}: ${webDarkTheme[name]};`).join(" ");
}
