// A new template. Nothing is stored until it is saved.
import { TemplatePage } from "@/app/_components/templates/template-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("templates.editor.new");

export default async function Page() {
  await currentPerson("/templates/new");
  return <TemplatePage id={null} />;
}
