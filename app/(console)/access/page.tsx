// Who may use the console, for admins.
import { notFound } from "next/navigation";

import { AccessPage } from "@/app/_components/access/access-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("access.title");

export default async function Page() {
  const { role } = await currentPerson("/access");
  if (role !== "admin") notFound();
  return <AccessPage />;
}
