// What a list is called after its file: without the ending, and unlike any other list.
const MAX_NAME = 80;

export function listNameOf(fileName: string, taken: readonly string[]): string {
  const bare = fileName.replace(/\.[^.]*$/, "").trim() || "List";
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? "" : ` (${number})`;
    const name = bare.slice(0, MAX_NAME - ending.length).trim() + ending;
    if (!taken.includes(name)) return name;
  }
}
