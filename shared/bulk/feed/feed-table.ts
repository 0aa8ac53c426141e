import type { CsvFault, CsvRow } from '../csv/model.ts';
import { ItemScanner } from './item-scanner.ts';

/** What came of a piece of a feed. */
export type FeedStep = { readonly rows: readonly CsvRow[]; readonly faults: readonly CsvFault[] };

/**
 * A feed for Google Merchant as a table: each product is a row, each name a column. Row 1 names the columns; products are counted from 2, as they would be in a table.
 *
 * @param names the columns. What a product says under another name is left out, with a warning at its row
 */
export class FeedTable {
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #items = new ItemScanner();
  #line = 0;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#known = new Set(names);
  }

  push(text: string): FeedStep {
    return this.#step(this.#items.push(text));
  }
  end(): FeedStep {
    return this.#step(this.#items.end());
  }

  #step(items: ReturnType<ItemScanner['push']>): FeedStep {
    const rows: CsvRow[] = [];
    const faults: CsvFault[] = [];
    if (this.#line === 0) rows.push({ line: (this.#line = 1), cells: this.#names });
    for (const item of items) {
      const line = (this.#line += 1);
      rows.push({ line, cells: this.#names.map((name) => item.get(name) ?? '') });
      const late = [...item.keys()].filter((name) => !this.#known.has(name));
      if (late.length > 0) faults.push({ line, rule: 'feed-late-column', severity: 'warning', stops: false, details: { names: late.slice(0, 5).join(', ') } });
    }
    return { rows, faults };
  }
}
