// The themes a person can choose, and the cookie that remembers the choice for the server's first paint.
export const THEME_CHOICES = ["system", "light", "dark", "contrast"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

export const THEME_COOKIE = "herald-theme";

export function parseThemeChoice(value: string | undefined): ThemeChoice {
  return THEME_CHOICES.find((choice) => choice === value) ?? "system";
}

/** What the browser paints by itself (scroll bars, the page behind the theme), as CSS calls it. */
export function colorSchemeOf(choice: ThemeChoice): "light dark" | "light" | "dark" {
  if (choice === "system") return "light dark";
  return choice === "light" ? "light" : "dark";
}
