// A new broadcast. Nothing is stored until the author has written something.
import { ComposePage } from "@/app/_components/compose/compose-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("compose.new");

export default async function Page() {
  await currentPerson();
  return <ComposePage />;
}
