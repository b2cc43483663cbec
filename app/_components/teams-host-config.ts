// How Teams draws Adaptive Cards, as settings for the `adaptivecards` renderer. Teams' own renderer is closed: these
// values follow its published design tokens closely, not exactly, which is why the preview says "approximate".
export type TeamsTheme = "light" | "dark";

type Palette = {
  text: string;
  subtle: string;
  accent: string;
  good: string;
  border: string;
  ground: Record<"default" | "emphasis" | "accent" | "good" | "attention" | "warning", string>;
};

// Every pair of text and ground below has a contrast of at least 4.5 : 1.
const PALETTES: Record<TeamsTheme, Palette> = {
  light: {
    text: "#242424",
    subtle: "#565656",
    accent: "#4f52b2",
    good: "#1b6b2f",
    border: "#d6d6d6",
    ground: {
      default: "#ffffff",
      emphasis: "#f3f3f3",
      accent: "#e8ebfa",
      good: "#e3f3e1",
      attention: "#fcf4f6",
      warning: "#fbf6d9",
    },
  },
  dark: {
    text: "#ffffff",
    subtle: "#c8c8c8",
    accent: "#a6a7dc",
    good: "#92c353",
    border: "#525252",
    ground: {
      default: "#292929",
      emphasis: "#363636",
      accent: "#383966",
      good: "#1f4220",
      attention: "#4a1f26",
      warning: "#463100",
    },
  },
};

export function teamsHostConfig(theme: TeamsTheme) {
  const palette = PALETTES[theme];
  const colors = foregroundOf(palette);
  const ground = (backgroundColor: string) => ({ backgroundColor, foregroundColors: colors });
  return {
    fontFamily: '"Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif',
    supportsInteractivity: true,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.border },
    imageSizes: { small: 40, medium: 80, large: 160 },
    containerStyles: {
      default: ground(palette.ground.default),
      emphasis: ground(palette.ground.emphasis),
      accent: ground(palette.ground.accent),
      good: ground(palette.ground.good),
      attention: ground(palette.ground.attention),
      warning: ground(palette.ground.warning),
    },
    // The page around the preview has its own h1; level 2 may follow any heading there.
    textBlock: { headingLevel: 2 },
    factSet: { title: { weight: "Bolder", wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 16 },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      spacing: "Default",
      actionsOrientation: "Horizontal",
      actionAlignment: "Left",
    },
  };
}

function foregroundOf(palette: Palette) {
  const tone = (color: string) => ({ default: color, subtle: palette.subtle });
  return {
    default: tone(palette.text),
    accent: { default: palette.accent, subtle: palette.accent },
    good: { default: palette.good, subtle: palette.good },
    attention: tone(palette.text),
    warning: tone(palette.text),
    light: tone(palette.text),
    dark: tone(palette.text),
  };
}
