// The list of broadcasts.
import { BroadcastsPage } from "@/app/_components/broadcasts-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("broadcasts.title");

export default async function Page() {
  await currentPerson("/broadcasts");
  return <BroadcastsPage />;
}
