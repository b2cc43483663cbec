// Cells of CSV files that people open in a spreadsheet. A cell that would be taken for a formula is defused with an
// apostrophe, which spreadsheets show as text and hide.
const FORMULA = /^[=+\-@\t\r\n]/;

export function defuse(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
