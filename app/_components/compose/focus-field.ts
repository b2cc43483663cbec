// Takes the reader to the field of a path: the target of every link in the checklist and the error summary.
import { fieldIdOf } from "./draft-issues";

/** False when the page does not show that field. */
export function focusField(path: string): boolean {
  return focusWithin(document.getElementById(fieldIdOf(path)));
}

/** For an address that ends in `#field-message-title`, as the review page links to what is missing. */
export function focusHash(hash: string): boolean {
  return hash.startsWith("#field-") && focusWithin(document.getElementById(hash.slice(1)));
}

function focusWithin(field: HTMLElement | null): boolean {
  const control = field?.querySelector<HTMLElement>(
    "input:not([type=radio]), textarea, select, input[type=radio]:checked, input[type=radio], button",
  );
  control?.focus();
  // The sticky header would cover a field that the browser scrolls only just into view.
  control?.scrollIntoView({ block: "center" });
  return Boolean(control);
}
