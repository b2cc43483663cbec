// Keys of other systems, for admins.
import { notFound } from "next/navigation";

import { KeysPage } from "@/app/_components/keys/keys-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("keys.title");

export default async function Page() {
  const { role } = await currentPerson("/api-keys");
  if (role !== "admin") notFound();
  return <KeysPage />;
}
