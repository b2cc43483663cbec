// Where to go after signing in. The address comes from the URL, so anybody may have written it: only a path of this
// very site is followed. Parsing decides, because browsers read "/\\host" and "/<tab>/host" as another site.
const HERE = "https://herald.invalid";

export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !URL.canParse(next, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(next, HERE);
  const inside = origin === HERE && next.startsWith("/") && !pathname.startsWith("//") && !pathname.startsWith("/api/");
  return inside ? pathname + search + hash : "/";
}
