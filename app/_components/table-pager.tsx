"use client";

// Forward and back through a list that the server pages by keysets. The cursor lives in the URL; the way back is
// remembered only as long as the page is open, so after a reload one can go to the first page instead.
import { Button, makeStyles } from "@fluentui/react-components";
import { ArrowPreviousRegular } from "@fluentui/react-icons/svg/arrow-previous";
import { ChevronLeftRegular } from "@fluentui/react-icons/svg/chevron-left";
import { ChevronRightRegular } from "@fluentui/react-icons/svg/chevron-right";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { UrlState } from "./use-url-state";

const useStyles = makeStyles({
  root: { display: "flex", flexWrap: "wrap", justifyContent: "flex-end", gap: "8px", marginTop: "12px" },
});

type Props = {
  /** Where the cursor is kept: the address, or for a second table on a page its own state. */
  url: Pick<UrlState, "get" | "set">;
  next: string | null | undefined;
  /** While a page is on its way, `next` still belongs to the one before. */
  loading: boolean;
};

export function TablePager({ url, next, loading }: Props) {
  const styles = useStyles();
  const t = useTranslations("shell");
  const cursor = url.get("cursor");
  const [visited, setVisited] = useState<readonly string[]>([]);
  const place = visited.lastIndexOf(cursor);
  const previous = place > 0 ? visited[place - 1] : undefined;
  if (cursor === "" && !next) return null;

  const goOn = () => {
    if (!next) return;
    setVisited(place >= 0 ? [...visited.slice(0, place + 1), next] : [cursor, next]);
    url.set({ cursor: next });
  };
  return (
    <nav aria-label={t("pager.label")} className={styles.root}>
      {cursor !== "" && previous === undefined && (
        <Button icon={<ArrowPreviousRegular />} onClick={() => url.set({ cursor: null })}>{t("pager.first")}</Button>
      )}
      {previous !== undefined && (
        <Button icon={<ChevronLeftRegular />} onClick={() => url.set({ cursor: previous })}>
          {t("pager.previous")}
        </Button>
      )}
      <Button icon={<ChevronRightRegular />} iconPosition="after" disabled={!next || loading} onClick={goOn}>
        {t("pager.next")}
      </Button>
    </nav>
  );
}
