// Draws an Adaptive Card with Microsoft's own renderer and colours like those of Teams, and tells which button was
// pressed. Buttons are counted in the order of the card's JSON, exactly as card-actions.ts does on the other side.
import { renderMarkdown } from "./markdown.js";

const { AdaptiveCards } = window;
const dark = window.matchMedia("(prefers-color-scheme: dark)");

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = renderMarkdown(text);
  result.didProcess = true;
};

/** `onAction` gets the button's index, type and URL, and what has been filled in. */
export function drawCard(json, onAction) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig(dark.matches));
  card.onExecuteAction = (action) => {
    const index = Number(action.id?.replace("button-", ""));
    const inputs = Object.fromEntries(card.getAllInputs().map((input) => [input.id, input.value]));
    onAction({ index, type: action.getJsonTypeName(), url: action.url, inputs });
  };
  card.parse(withNumberedButtons(json));
  const frame = document.createElement("div");
  frame.className = "card";
  if (json.rtl) frame.dir = "rtl";
  if (json.lang) frame.lang = json.lang;
  const drawn = card.render();
  frame.append(drawn ?? document.createTextNode("This card cannot be shown."));
  return frame;
}

export function onThemeChange(redraw) {
  dark.addEventListener("change", redraw);
}

function withNumberedButtons(json) {
  const copy = structuredClone(json);
  let count = 0;
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    if (typeof node.type === "string" && node.type.startsWith("Action.")) {
      node.id = `button-${count}`;
      count += 1;
    }
    for (const [key, child] of Object.entries(node)) if (key !== "data" && key !== "fallback") visit(child);
  };
  visit(copy);
  return copy;
}

function hostConfig(isDark) {
  const text = isDark ? "#ffffff" : "#242424";
  const subtle = isDark ? "#adadad" : "#616161";
  const accent = isDark ? "#9299f7" : "#5b5fc7";
  const tone = (color, quiet = color) => ({ default: color, subtle: quiet });
  const foregroundColors = {
    default: tone(text, subtle),
    dark: tone(isDark ? "#d6d6d6" : "#242424", subtle),
    light: tone("#ffffff", "#d6d6d6"),
    accent: tone(accent),
    good: tone(isDark ? "#92c353" : "#237b4b"),
    warning: tone(isDark ? "#f8d22a" : "#835c00"),
    attention: tone(isDark ? "#f9526b" : "#c4314b"),
  };
  const style = (backgroundColor, borderColor = backgroundColor) => {
    return { backgroundColor, borderColor, foregroundColors };
  };
  return {
    fontFamily: "'Segoe UI', 'Noto Sans', system-ui, sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: isDark ? "#3d3d3d" : "#e0e0e0" },
    supportsInteractivity: true,
    imageSizes: { small: 32, medium: 52, large: 100 },
    actions: {
      maxActions: 6, spacing: "default", buttonSpacing: 8, showCard: { actionMode: "inline", inlineTopMargin: 16 },
      actionsOrientation: "horizontal", actionAlignment: "left", preExpandSingleShowCardAction: false,
    },
    containerStyles: {
      default: style(isDark ? "#292929" : "#ffffff"),
      emphasis: style(isDark ? "#333333" : "#f5f5f5"),
      accent: style(isDark ? "#2f2f4a" : "#e8ebfa", accent),
      good: style(isDark ? "#0d2e0d" : "#e7f2da"),
      warning: style(isDark ? "#463100" : "#fbf6d9"),
      attention: style(isDark ? "#3f1011" : "#fcf4f6"),
    },
    factSet: {
      title: { color: "default", size: "default", weight: "bolder", wrap: true, maxWidth: 150 },
      value: { color: "default", size: "default", weight: "default", wrap: true },
      spacing: 16,
    },
    textBlock: { headingLevel: 3 },
    textStyles: { heading: { size: "large", weight: "bolder", color: "default", isSubtle: false } },
  };
}
