// All templates, to be written, used and copied.
import { TemplatesPage } from "@/app/_components/templates/templates-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("templates.title");

export default async function Page() {
  await currentPerson("/templates");
  return <TemplatesPage />;
}
