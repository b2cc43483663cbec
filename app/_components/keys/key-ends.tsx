"use client";

// Whether a key works, and until when: the key itself, and the secret before the last rotation.
import { Badge, makeStyles, Text, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons/svg/checkmark-circle";
import { ClockRegular } from "@fluentui/react-icons/svg/clock";
import { DismissCircleRegular } from "@fluentui/react-icons/svg/dismiss-circle";
import { useFormatter, useTranslations } from "use-intl";

import type { ApiKeyView } from "@/lib/domain/access-views";
import type { KeyState } from "@/lib/domain/api-key";

const LOOKS = {
  ACTIVE: { color: "success", Icon: CheckmarkCircleRegular },
  EXPIRES_SOON: { color: "warning", Icon: ClockRegular },
  EXPIRED: { color: "danger", Icon: DismissCircleRegular },
} as const satisfies Record<KeyState, object>;

const useStyles = makeStyles({ under: { display: "block", color: tokens.colorNeutralForeground3 } });

export function KeyEnds({ row: { state, expiresAt, previousUntil } }: { row: ApiKeyView }) {
  const styles = useStyles();
  const t = useTranslations("keys");
  const format = useFormatter();
  const { color, Icon } = LOOKS[state];
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <Badge appearance="tint" color={color} icon={<Icon />}>{t(`state.${state}`)}</Badge>
      <Text size={200} className={styles.under}>{expiresAt === null ? t("noEnd") : t("ends", { at: day(expiresAt) })}</Text>
      {previousUntil !== null && (
        <Text size={200} className={styles.under}>{t("previousUntil", { at: day(previousUntil) })}</Text>
      )}
    </>
  );
}
