// The editor of one audience. An id that cannot be one is not found without asking.
import { notFound } from "next/navigation";
import { z } from "zod";

import { AudiencePage } from "@/app/_components/audience/audience-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("audiences.edit");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await currentPerson();
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  return <AudiencePage id={id} />;
}
