// Draws a card with the `adaptivecards` package, which is fetched only when first needed: it is large, and it exists
// only in a browser. Texts go through Herald's own markdown tree, so an author's words cannot become markup.
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { markdownToHtml } from "@/lib/domain/markdown-html";

import { teamsHostConfig, type TeamsTheme } from "./teams-host-config";

export async function drawCard(card: AdaptiveCard, theme: TeamsTheme): Promise<HTMLElement> {
  const { AdaptiveCard: Renderer, HostConfig, SerializationContext, Versions } = await import("adaptivecards");
  Renderer.onProcessMarkdown = (source, result) => {
    result.outputHtml = markdownToHtml(source);
    result.didProcess = true;
  };
  const renderer = new Renderer();
  renderer.hostConfig = new HostConfig(teamsHostConfig(theme));
  renderer.onExecuteAction = () => undefined;
  // True means "handled": the renderer then keeps the browser from following the link.
  renderer.onAnchorClicked = () => true;
  renderer.parse(card, new SerializationContext(Versions.v1_5));
  const element = renderer.render();
  if (!element) throw new Error("The renderer returned nothing.");
  // The parser of 3.0.6 forgets `lang` on every second card (a global RegExp), and speech needs it.
  element.lang = card.lang;
  for (const control of element.querySelectorAll("button, a")) makeInert(control);
  return element;
}

/** Still read aloud and looked at, but out of the way of the keyboard: nothing happens here. */
function makeInert(control: Element): void {
  control.setAttribute("tabindex", "-1");
  if (control.tagName === "BUTTON") control.setAttribute("aria-disabled", "true");
}
