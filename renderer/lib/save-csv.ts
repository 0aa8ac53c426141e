/** A cell that spreadsheets take as text: quoted, and never a formula. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** Lines as a file for a spreadsheet: comma-separated, CRLF, RFC 4180; figures are written as they are, texts cannot become formulas. */
export const csvText = (lines: readonly (readonly (string | number)[])[]): string => lines.map((line) => line.map((one) => (typeof one === 'number' ? String(one) : cell(one))).join(',')).join('\r\n') + '\r\n';

/** Hands a text to the browser as a file. A byte order mark in front: without it spreadsheets take Arabic for something else. */
export function saveCsv(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
