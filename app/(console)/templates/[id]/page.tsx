// The editor of one template. An id that cannot be one is not found without asking.
import { notFound } from "next/navigation";
import { z } from "zod";

import { TemplatePage } from "@/app/_components/templates/template-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("templates.editor.edit");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await currentPerson();
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  return <TemplatePage id={id} />;
}
