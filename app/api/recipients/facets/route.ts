// The departments, countries, languages and job titles there are, to filter recipients by.
import { read } from "@/app/api/_handle";
import { listRecipientFacets } from "@/lib/store/recipient-facets";

export const GET = read(({ db }) => listRecipientFacets(db));
