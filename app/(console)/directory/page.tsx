// The directory: how reading it and installing the app stand, and its groups.
import { DirectoryPage } from "@/app/_components/directory/directory-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("directory.title");

export default async function Page() {
  await currentPerson("/directory");
  return <DirectoryPage />;
}
