"use client";

// The page of one recipient: can they be reached and what would help, who they are and how we know, which topics reach them,
// and what happened so far.
import { makeStyles, Skeleton, SkeletonItem } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { ProblemBar } from "@/app/_components/problem-bar";
import { useLive } from "@/app/_components/use-live";
import type { RecipientDetail } from "@/lib/domain/recipient-detail";

import { PersonDeliveries } from "./person-deliveries";
import { PersonFacts } from "./person-facts";
import { PersonHeader } from "./person-header";
import { PersonInteractions } from "./person-interactions";
import { PersonKnown } from "./person-known";
import { PersonPlaces } from "./person-places";
import { PersonReach } from "./person-reach";
import { PersonState } from "./person-state";

const EVERY_MS = 10_000;

const useStyles = makeStyles({
  page: { display: "grid", rowGap: "20px", gridTemplateColumns: "minmax(0, 1fr)" },
  two: {
    display: "grid",
    gap: "20px",
    alignItems: "start",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 400px), 1fr))",
  },
});

export function PersonPage({ id }: { id: string }) {
  const styles = useStyles();
  const live = useLive<RecipientDetail>(`/api/recipients/${id}`, EVERY_MS);
  const refresh = () => void live.refresh();
  return (
    <div className={styles.page}>
      <ProblemBar error={live.error} stale={live.stale} onRetry={refresh} />
      {live.data ? <Person detail={live.data} onChanged={refresh} /> : !live.error && <Loading />}
    </div>
  );
}

function Person({ detail, onChanged }: { detail: RecipientDetail; onChanged: () => void }) {
  const styles = useStyles();
  return (
    <>
      <PersonHeader detail={detail} onChanged={onChanged} />
      <PersonState detail={detail} />
      <div className={styles.two}>
        <PersonFacts detail={detail} />
        <PersonKnown detail={detail} />
      </div>
      <PersonReach detail={detail} onChanged={onChanged} />
      {detail.kind === "PERSON" && <PersonPlaces detail={detail} />}
      <PersonDeliveries id={detail.id} />
      {detail.kind === "PERSON" && <PersonInteractions id={detail.id} />}
    </>
  );
}

function Loading() {
  const t = useTranslations("shell");
  return (
    <Skeleton aria-label={t("loading")} style={{ display: "grid", rowGap: "16px" }}>
      <SkeletonItem size={40} style={{ width: "40%" }} />
      <SkeletonItem size={72} />
      <SkeletonItem size={128} />
    </Skeleton>
  );
}
