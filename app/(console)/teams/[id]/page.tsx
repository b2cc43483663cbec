// One team: its members as far as they are known, and its channels with the switch that keeps broadcasts out.
import { notFound } from "next/navigation";
import { z } from "zod";

import { TeamPage } from "@/app/_components/teams/team-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("teams.one");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await currentPerson(`/teams/${encodeURIComponent(id)}`);
  if (!z.uuid().safeParse(id).success) notFound();
  return <TeamPage id={id} />;
}
