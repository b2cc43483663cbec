"use client";

// The places of the console, as links: the same list in the column and in the drawer.
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { DocumentTextFilled, DocumentTextRegular } from "@fluentui/react-icons/svg/document-text";
import { HistoryFilled, HistoryRegular } from "@fluentui/react-icons/svg/history";
import { KeyFilled, KeyRegular } from "@fluentui/react-icons/svg/key";
import { KeyMultipleFilled, KeyMultipleRegular } from "@fluentui/react-icons/svg/key-multiple";
import { MegaphoneFilled, MegaphoneRegular } from "@fluentui/react-icons/svg/megaphone";
import { OpenRegular } from "@fluentui/react-icons/svg/open";
import { OrganizationFilled, OrganizationRegular } from "@fluentui/react-icons/svg/organization";
import { PeopleFilled, PeopleRegular } from "@fluentui/react-icons/svg/people";
import { PeopleAudienceFilled, PeopleAudienceRegular } from "@fluentui/react-icons/svg/people-audience";
import { PeopleTeamFilled, PeopleTeamRegular } from "@fluentui/react-icons/svg/people-team";
import { PlugConnectedFilled, PlugConnectedRegular } from "@fluentui/react-icons/svg/plug-connected";
import { SettingsFilled, SettingsRegular } from "@fluentui/react-icons/svg/settings";
import { TagFilled, TagRegular } from "@fluentui/react-icons/svg/tag";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";

import { usePerson } from "./shell-context";

const PLACES = [
  { key: "broadcasts", href: "/broadcasts", Icon: MegaphoneRegular, ActiveIcon: MegaphoneFilled },
  { key: "recipients", href: "/recipients", Icon: PeopleRegular, ActiveIcon: PeopleFilled },
  { key: "teams", href: "/teams", Icon: PeopleTeamRegular, ActiveIcon: PeopleTeamFilled },
  { key: "directory", href: "/directory", Icon: OrganizationRegular, ActiveIcon: OrganizationFilled },
  { key: "audiences", href: "/audiences", Icon: PeopleAudienceRegular, ActiveIcon: PeopleAudienceFilled },
  { key: "topics", href: "/topics", Icon: TagRegular, ActiveIcon: TagFilled },
  { key: "templates", href: "/templates", Icon: DocumentTextRegular, ActiveIcon: DocumentTextFilled },
  { key: "events", href: "/events", Icon: PlugConnectedRegular, ActiveIcon: PlugConnectedFilled },
  { key: "audit", href: "/audit", Icon: HistoryRegular, ActiveIcon: HistoryFilled },
  { key: "settings", href: "/settings", Icon: SettingsRegular, ActiveIcon: SettingsFilled },
] as const;
const ADMIN_PLACES = [
  { key: "access", href: "/access", Icon: KeyRegular, ActiveIcon: KeyFilled },
  { key: "keys", href: "/api-keys", Icon: KeyMultipleRegular, ActiveIcon: KeyMultipleFilled },
] as const;

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", rowGap: "2px" },
  link: {
    position: "relative",
    display: "flex",
    alignItems: "center",
    columnGap: "12px",
    minHeight: "40px",
    paddingInline: "12px",
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: "none",
    fontSize: tokens.fontSizeBase300,
    ":hover": { backgroundColor: tokens.colorNeutralBackground3Hover, color: tokens.colorNeutralForeground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  active: {
    backgroundColor: tokens.colorNeutralBackground3Selected,
    color: tokens.colorNeutralForeground1Selected,
    fontWeight: tokens.fontWeightSemibold,
    "::before": {
      content: "''",
      position: "absolute",
      insetInlineStart: "2px",
      width: "3px",
      height: "18px",
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
  },
  icon: { fontSize: "20px", display: "inline-flex", flexShrink: 0 },
  activeIcon: { color: tokens.colorNeutralForeground2BrandSelected },
  practice: {
    marginTop: "12px",
    paddingTop: "12px",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

type Props = { simulatorUrl: string | undefined; onNavigate?: () => void };

export function ShellNav({ simulatorUrl, onNavigate }: Props) {
  const styles = useStyles();
  const t = useTranslations("shell");
  const pathname = usePathname();
  const { role } = usePerson();
  const places = role === "admin" ? [...PLACES, ...ADMIN_PLACES] : PLACES;
  return (
    <nav aria-label={t("navigation")}>
      <ul className={styles.list}>
        {places.map(({ key, href, Icon, ActiveIcon }) => {
          const active = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={key}>
              <Link
                href={href}
                className={mergeClasses(styles.link, active && styles.active)}
                aria-current={active ? "page" : undefined}
                onClick={() => onNavigate?.()}
              >
                <span className={mergeClasses(styles.icon, active && styles.activeIcon)}>
                  {active ? <ActiveIcon /> : <Icon />}
                </span>
                {t(`place.${key}`)}
              </Link>
            </li>
          );
        })}
        {simulatorUrl && (
          <li className={styles.practice}>
            <a href={simulatorUrl} target="_blank" rel="noreferrer" className={styles.link}>
              <span className={styles.icon}><OpenRegular /></span>
              {t("simulator")}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}
