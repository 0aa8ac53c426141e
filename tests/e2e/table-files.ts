import type { Locator, Page } from '@playwright/test';

/** Words as Windows-1252, the way spreadsheets of the West write them. Only what that encoding shares with Latin 1, and the euro sign. */
export const windows1252 = (text: string): Buffer => Buffer.from(Uint8Array.from([...text], (letter) => (letter === '€' ? 0x80 : letter.charCodeAt(0))));

/** Cells as a line of CSV, in quotes where it takes them. */
export const csvLine = (cells: readonly string[]): string => cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');

/** Lets a file go over the page, as a person drags it from a folder. */
export async function dropFile(page: Page, name: string, content: Buffer, mime = 'text/csv'): Promise<void> {
  const data = await page.evaluateHandle(([called, base64, type]) => {
    const bytes = Uint8Array.from(atob(base64!), (letter) => letter.charCodeAt(0));
    const dropped = new DataTransfer();
    dropped.items.add(new File([bytes], called!, { type: type! }));
    return dropped;
  }, [name, content.toString('base64'), mime]);
  await page.dispatchEvent('main', 'dragover', { dataTransfer: data });
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
}

/** What becomes of the rows of the file, as the screen says it: by word, and in all. */
export async function counts(page: Page): Promise<Record<string, number>> {
  const line: Locator = page.getByRole('region', { name: 'Ce que deviennent les lignes' });
  const words = await line.locator('dt').allInnerTexts();
  const figures = await line.locator('dd').allInnerTexts();
  return Object.fromEntries(words.map((word, at) => [word, Number(figures[at]!.replace(/\D/g, ''))]));
}
