"use client";

// Members of which team: found by its name on the server, since there may be a thousand. The address knows it by its id alone.
import { makeStyles } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { Chips } from "@/app/_components/audience/chosen-list";
import { namesOf, namesPath } from "@/app/_components/audience/pick-source";
import { PickSearch } from "@/app/_components/audience/search-picker";
import { useLive } from "@/app/_components/use-live";
import type { UrlState } from "@/app/_components/use-url-state";
import type { Page, TeamView } from "@/lib/domain/views";

import { questionOf } from "./recipient-filter";

const useStyles = makeStyles({
  stack: { display: "grid", gridTemplateColumns: "minmax(0, 1fr)", rowGap: "4px", alignContent: "start" },
});

export function TeamField({ url }: { url: UrlState }) {
  const styles = useStyles();
  const t = useTranslations("recipients");
  const a = useTranslations("audiences");
  const unnamed = (id: string) => a("pick.unnamed", { id: id.slice(0, 8) });
  const { team } = questionOf(url.get);
  const chosen = team === undefined ? [] : [team];
  const names = useLive<Page<TeamView>>(namesPath("TEAM_MEMBERS", chosen), 0);
  const named = namesOf(names.data?.items ?? []);
  const items = names.loading ? [] : chosen.map((id) => ({ id, name: named.get(id) || unnamed(id) }));
  return (
    <div className={styles.stack}>
      <PickSearch
        kind="TEAM_MEMBERS"
        label={t("filter.team")}
        hint={t("filter.typeTeam")}
        taken={chosen}
        onChoose={({ id }) => url.set({ team: id })}
      />
      <Chips label={t("filter.team")} items={items} onRemove={() => url.set({ team: null })} />
    </div>
  );
}
