"use client";

// What a wrong or outdated address shows.
import { useTranslations } from "use-intl";

import { MessagePage } from "./message-page";
import { LinkButton } from "./soft-link";

export function NotFoundMessage() {
  const t = useTranslations("shell");
  return (
    <MessagePage title={t("notFound.title")} text={t("notFound.text")}>
      <LinkButton appearance="primary" href="/broadcasts">{t("notFound.action")}</LinkButton>
    </MessagePage>
  );
}
