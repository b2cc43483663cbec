// What must not be in a page, whatever somebody wrote: nodes and attributes that only a text which was taken for HTML could
// have made, addresses that are scripts, and the traces of one that ran.
import { expect, type Page } from "@playwright/test";

/** Watches a page from now on. What it returns fails when a dialog opened or the policy was broken since. */
export async function watchForScripts(page: Page): Promise<() => void> {
  const seen: string[] = [];
  page.on("dialog", (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.exposeFunction("noteViolation", (words: string) => seen.push(words));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      const note = (window as unknown as { noteViolation: (words: string) => void }).noteViolation;
      note(`the policy was broken: ${violatedDirective} ${blockedURI}`);
    });
  });
  return () => expect(seen).toEqual([]);
}

export async function expectNothingForeign(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const foreign: string[] = [];
    const FORBIDDEN = ["iframe", "object", "embed", "base", "frame", "math", "video", "applet", "form[action^=javascript]"];
    const visit = (root: ParentNode): void => {
      for (const element of root.querySelectorAll("*")) {
        const words = element.cloneNode(false) as Element;
        const handlers = [...element.attributes].some(({ name }) => /^on/i.test(name));
        const isScriptLink = element instanceof HTMLAnchorElement && element.hasAttribute("href") &&
          !["http:", "https:", "mailto:"].includes(element.protocol);
        if (handlers || isScriptLink || element.hasAttribute("data-xss") || element.matches(FORBIDDEN.join(","))) {
          foreign.push(words.outerHTML.slice(0, 200));
        }
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    visit(document);
    if ("__xss" in window) foreign.push("a script ran");
    return foreign;
  });
  expect(found, `foreign nodes at ${page.url()}`).toEqual([]);
}
