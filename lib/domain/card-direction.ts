// Which way a card is read. Teams mirrors a card marked `rtl`, but words of another direction inside it must be
// isolated, or their punctuation jumps to the wrong end.
const RIGHT_TO_LEFT_LANGUAGES = new Set("ar arc ckb dv fa he iw ks nqo ps sd syr ug ur yi".split(" "));
const RIGHT_TO_LEFT_SCRIPTS = new Set("adlm arab hebr nkoo rohg syrc thaa".split(" "));

/** By the script when the language tag names one (`az-Arab`, `ar-Latn`), else by the language. */
export function isRightToLeft(tag: string): boolean {
  const [language = "", ...rest] = tag.toLowerCase().split("-");
  const script = rest.find((part) => /^[a-z]{4}$/.test(part));
  return script ? RIGHT_TO_LEFT_SCRIPTS.has(script) : RIGHT_TO_LEFT_LANGUAGES.has(language);
}

/** Our own words in a card of the other direction: FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE around them. */
export function isolate(words: string, wordsLang: string, cardLang: string): string {
  return isRightToLeft(wordsLang) === isRightToLeft(cardLang) ? words : `\u2068${words}\u2069`;
}
