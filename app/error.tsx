"use client";

// What a page shows instead of itself when it breaks: the digest leads an operator to the log line, no detail leaks.
import { Button } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { MessagePage } from "./_components/message-page";

type Props = { error: Error & { digest?: string }; reset: () => void };

export default function PageError({ error, reset }: Props) {
  const t = useTranslations("shell");
  return (
    <MessagePage title={t("broken.title")} text={t("broken.text", { id: error.digest ?? "–" })}>
      <Button appearance="primary" onClick={reset}>{t("broken.action")}</Button>
    </MessagePage>
  );
}
