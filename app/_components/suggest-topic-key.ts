// A topic's key as its name suggests it: "Büro & Küche" becomes "buro-kuche".
const MAX_LENGTH = 60;

export function suggestTopicKey(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{Mark}/gu, "").replaceAll("ß", "ss").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").slice(0, MAX_LENGTH).replace(/^-+|-+$/g, "");
}
