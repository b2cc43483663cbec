// The composer of one draft, or of the standing welcome. An id that cannot be one is not found without asking.
import { notFound } from "next/navigation";
import { z } from "zod";

import { ComposePage } from "@/app/_components/compose/compose-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("compose.edit");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await currentPerson();
  if (!z.uuid().safeParse((await params).id).success) notFound();
  return <ComposePage />;
}
