// One recipient: how we know them, whether and why a message reaches them, and what happened so far.
import { notFound } from "next/navigation";
import { z } from "zod";

import { PersonPage } from "@/app/_components/person/person-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("person.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await currentPerson(`/recipients/${encodeURIComponent(id)}`);
  if (!z.uuid().safeParse(id).success) notFound();
  return <PersonPage id={id} />;
}
