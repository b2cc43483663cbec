// Why the directory could not be read, or the app not installed, in words with a remedy. An unknown code is shown as OTHER.
import { type Locale, MESSAGES } from "./texts";

export type ProblemWords = { title: string; remedy: string };

export function explainProblem(locale: Locale, code: string): ProblemWords {
  const known: Record<string, ProblemWords> = MESSAGES[locale].directory.problem;
  return (Object.hasOwn(known, code) ? known[code] : undefined) ?? MESSAGES[locale].directory.problem.OTHER;
}
