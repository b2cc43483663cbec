// Saved audiences and lists of people.
import { AudiencesPage } from "@/app/_components/audience/audiences-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("audiences.title");

export default async function Page() {
  await currentPerson("/audiences");
  return <AudiencesPage />;
}
