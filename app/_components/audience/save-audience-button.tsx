"use client";

// Keeps the audience of a draft under a name, for other drafts.
import { Button } from "@fluentui/react-components";
import { BookmarkRegular } from "@fluentui/react-icons/svg/bookmark";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { NameDialog } from "@/app/_components/name-dialog";
import { useToast } from "@/app/_components/use-toast";
import type { Audience } from "@/lib/domain/audience";

import { useNameWords } from "./use-name-words";

export function SaveAudienceButton({ audience }: { audience: Audience }) {
  const t = useTranslations("audiences");
  const words = useNameWords();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(false);
    place.current?.querySelector("button")?.focus();
  };
  const save = async (name: string) => {
    await apiSend("POST", "/api/audiences", { body: { name, audience } });
    toast(t("saveAs.saved", { name }));
  };
  return (
    <span ref={place}>
      <Button
        size="small"
        appearance="subtle"
        icon={<BookmarkRegular />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t("saveAs.action")}
      </Button>
      {open && (
        <NameDialog
          words={{ ...words, title: t("saveAs.title"), text: t("saveAs.text"), confirm: t("saveAs.confirm") }}
          onSave={save}
          onClose={close}
        />
      )}
    </span>
  );
}
