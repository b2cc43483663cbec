// What the dialog for the name of an audience says, whatever it is asked for.
import { useTranslations } from "use-intl";

import type { NameWords } from "@/app/_components/name-dialog";

export function useNameWords(): Omit<NameWords, "title" | "confirm"> {
  const t = useTranslations("audiences");
  return { label: t("saveAs.name"), missing: t("saveAs.missing"), taken: t("saveAs.taken"), cancel: t("saveAs.cancel") };
}
