// The last look at a draft before it is sent. An id that cannot be one is not found without asking.
import { notFound } from "next/navigation";
import { z } from "zod";

import { ReviewPage } from "@/app/_components/compose/review-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("review.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await currentPerson();
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  return <ReviewPage id={id} />;
}
