// What collects the styles of a page. In a browser there is one; on the server one a page.
import { createDOMRenderer } from "@fluentui/react-components";

type Renderer = ReturnType<typeof createDOMRenderer>;

/** `nonce`: what the page's policy lets style sheets in by. */
export function makePageRenderer(nonce: string | undefined): Renderer {
  const options = nonce === undefined ? {} : { styleElementAttributes: { nonce } };
  if (typeof document !== "undefined") return createDOMRenderer(document, options);
  return forgottenAfterwards(createDOMRenderer(undefined, options));
}

/**
 * Every makeStyles of Griffel keeps the ids of the renderers that have its rules, and never lets go of one (insertionFactory of
 * @griffel/react 1.7): a server lost a kilobyte with each page. It asks for the id before it inserts rules and notes it
 * afterwards; here the one it asks for is never the one it notes, and both are the same for all pages. What was inserted is
 * known here instead, for as long as the page lasts.
 */
function forgottenAfterwards(renderer: Renderer): Renderer {
  const insert = renderer.insertCSSRules.bind(renderer);
  const known = new Set<unknown>();
  let inserted = false;
  renderer.insertCSSRules = (rules) => {
    if (!known.has(rules)) insert(rules);
    known.add(rules);
    inserted = true;
  };
  return Object.defineProperty(renderer, "id", {
    get: () => {
      const id = inserted ? "noted" : "asked";
      inserted = false;
      return id;
    },
  });
}
