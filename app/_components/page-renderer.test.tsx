// @vitest-environment node
// A server renders page after page with the same components: each page has all its styles, and none is remembered after it.
import { makeStyles, RendererProvider, renderToStyleElements } from "@fluentui/react-components";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { makePageRenderer } from "./page-renderer";

const useStyles = makeStyles({ red: { color: "rgb(250, 1, 2)" }, late: { color: "rgb(3, 251, 4)" } });

function Words({ late = false }: { late?: boolean }) {
  const styles = useStyles();
  return <p className={late ? styles.late : styles.red}>Words</p>;
}

function renderPage(): { renderer: ReturnType<typeof makePageRenderer>; css: string } {
  const renderer = makePageRenderer("abc");
  renderToStaticMarkup(<RendererProvider renderer={renderer}><Words /><Words late /><Words /></RendererProvider>);
  return { renderer, css: renderToStaticMarkup(<>{renderToStyleElements(renderer)}</>) };
}

test("each page has its styles, with its nonce", () => {
  const [first, second] = [renderPage(), renderPage()];
  expect(first.css).toContain("rgb(250, 1, 2)");
  expect(first.css).toContain("rgb(3, 251, 4)");
  expect(first.css).toContain('nonce="abc"');
  expect(second.css).toBe(first.css);
});

// Griffel keeps the id of each renderer with each of its styles, for as long as the process lives.
test("a thousand pages are known by no more names than one", () => {
  const names = new Set<string>();
  for (let page = 0; page < 1_000; page += 1) {
    const renderer = makePageRenderer(undefined);
    names.add(renderer.id);
    renderer.insertCSSRules({ d: [".a { color: red }"] });
    names.add(renderer.id);
  }
  expect(names.size).toBe(2);
});
