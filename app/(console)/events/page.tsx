// What other systems have reported.
import { EventsPage } from "@/app/_components/events/events-page";
import { currentPerson } from "@/app/current-person";
import { pageMetadata } from "@/app/page-locale";

export const generateMetadata = () => pageMetadata("events.title");

export default async function Page() {
  await currentPerson("/events");
  return <EventsPage />;
}
