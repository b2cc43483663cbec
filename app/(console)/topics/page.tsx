// The topics people can opt out of.
import { TopicsPage } from "@/app/_components/topics-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("topics.title");

export default async function Page() {
  await currentPerson("/topics");
  return <TopicsPage />;
}
