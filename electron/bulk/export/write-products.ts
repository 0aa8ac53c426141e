import { ExportFacts, type ExportContext } from '#shared/bulk/export/context.ts';
import { fileText, looksAhead } from '#shared/bulk/export/file-text.ts';
import { HandleNames } from '#shared/bulk/export/handle-names.ts';
import type { ExportChoice } from '#shared/bulk/export/model.ts';
import { shopifyHandle } from '#shared/bulk/export/shopify-table.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { FileSink } from './file-sink.ts';
import { nextTurn } from '../../runtime/next-turn.ts';

/** So long the data process writes before others get their turn, milliseconds. */
const SLICE_MS = 8;

export type Writing = {
  readonly choice: ExportChoice;
  readonly context: ExportContext;
  readonly total: number;
  /** The product at a place; null: it is no longer there. */
  readonly productAt: (at: number) => Product | null;
  readonly sink: FileSink;
  /** Asked between slices: a "no" ends it. */
  readonly wanted: () => boolean;
  readonly progress: (phase: 'counting' | 'writing', done: number, rows: number, leftOut: number) => void;
};

/**
 * Writes products one by one, in slices: at no time more than one of them is in memory.
 *
 * @returns whether all were written, or nobody wanted the rest
 */
export async function writeProducts({ choice, context, total, productAt, sink, wanted, progress }: Writing): Promise<boolean> {
  let since = performance.now();
  /** Whether to go on, after others had their turn if it was time. */
  const goesOn = async (): Promise<boolean> => {
    if (performance.now() - since < SLICE_MS) return true;
    await nextTurn();
    since = performance.now();
    return wanted();
  };
  const facts = new ExportFacts();
  const handles = new HandleNames();
  if (looksAhead(choice.format)) {
    for (let at = 0; at < total; at++) {
      const product = productAt(at);
      if (product !== null) {
        facts.add(product);
        handles.add(shopifyHandle(product, context.locales[0]));
      }
      progress('counting', at + 1, 0, 0);
      if (!(await goesOn())) return false;
    }
  }
  const text = fileText(choice, context, facts, handles);
  await sink.write(text.head);
  if (!wanted()) return false;
  let [rows, leftOut] = [0, 0];
  for (let at = 0; at < total; at++) {
    const product = productAt(at);
    const before = rows;
    // A product with thousands of variants is written in slices, too.
    for (const row of product === null ? [] : text.rows(product)) {
      rows++;
      const full = sink.write(row);
      if (full) await full;
      if ((full && !wanted()) || !(await goesOn())) return false;
    }
    if (rows === before) leftOut++;
    progress('writing', at + 1, rows, leftOut);
    if (!(await goesOn())) return false;
  }
  await sink.write(text.tail);
  return wanted();
}
