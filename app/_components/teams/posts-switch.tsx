"use client";

// An admin's switch: whether broadcasts may post in a channel or group chat. Everybody sees how it stands.
import { Switch } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { apiSend } from "@/app/_components/api";
import { ProblemBar } from "@/app/_components/problem-bar";
import { usePerson } from "@/app/_components/shell-context";
import { useCommand } from "@/app/_components/use-command";
import { useToast } from "@/app/_components/use-toast";

type Props = { kind: "channels" | "group-chats"; id: string; name: string; allowed: boolean; onChanged: () => void };

export function PostsSwitch({ kind, id, name, allowed, onChanged }: Props) {
  const t = useTranslations("teams");
  const { role } = usePerson();
  const { busy, error, run } = useCommand();
  const toast = useToast();
  const flip = () => void run(async () => {
    await apiSend("PUT", `/api/${kind}/${id}/posts`, { body: { allowed: !allowed } });
    toast(t(allowed ? "posts.turnedOff" : "posts.turnedOn", { name }));
    onChanged();
  });
  return (
    <>
      <Switch checked={allowed} disabled={role !== "admin" || busy} aria-label={t("posts.switch", { name })} onChange={flip} />
      <ProblemBar error={error} />
    </>
  );
}
