// Cells of CSV files that people open in a spreadsheet. Where a formula could begin stands an apostrophe, which spreadsheets
// show as text and hide. It could begin inside a cell too: a spreadsheet whose language separates by semicolons or tabs, as
// German does, ends cells there, and the quotes of a file of commas then hold nothing together but in the first column.
const FORMULA = /^(?="*[=+\-@\t\r\n])|(?<=[;\t\r\n])(?="*[=+\-@])/g;

export function defuse(cell: string): string {
  return cell.replace(FORMULA, "'");
}
