// The report of one broadcast. An id that cannot be one is not found without asking the database.
import { notFound } from "next/navigation";
import { z } from "zod";

import { ReportPage } from "@/app/_components/report-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("report.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await currentPerson(`/broadcasts/${encodeURIComponent(id)}`);
  if (!z.uuid().safeParse(id).success) notFound();
  return <ReportPage id={id} />;
}
