// A new audience. Nothing is stored until it is saved.
import { AudiencePage } from "@/app/_components/audience/audience-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("audiences.editor.titleNew");

export default async function Page() {
  await currentPerson("/audiences/new");
  return <AudiencePage id={null} />;
}
