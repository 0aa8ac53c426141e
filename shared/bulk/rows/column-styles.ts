import { countSign, noNumbers, numberSign, styleBy, type NumberStyle } from '../cells/number-style.ts';
import { countSigns, noSigns, signBy } from '../cells/read-lists.ts';
import type { ColumnMapping } from '../mapping/map-columns.ts';
import type { TargetField } from '../mapping/targets.ts';
import type { Column } from './model.ts';
import { remembering } from './remembering.ts';

const numeric: ReadonlySet<TargetField> = new Set(['price', 'compareAt', 'salePrice', 'cost', 'stock', 'lowStockAt', 'weight', 'length', 'width', 'height', 'dimensions', 'imagePosition']);
/** Pieces are whole: `1.299` of them are no decimals, and say nothing of the prices beside. */
const money: ReadonlySet<TargetField> = new Set(['price', 'compareAt', 'salePrice', 'cost']);

const endsInDigit = /\d$/;
const numberOf = (field: TargetField, cell: string): string => (field === 'dimensions' ? (cell.split(/[x×*]/i)[0] ?? '').trim() : endsInDigit.test(cell) ? cell : cell.replace(/\s*[\p{L}"]+$/u, ''));

/** A column and what its cells have said so far; `numbers` null: it holds none. */
type Counted = { readonly mapping: Pick<ColumnMapping, 'at' | 'header' | 'target'>; readonly numbers: ReturnType<typeof noNumbers> | null; readonly signOf: (cell: string) => ReturnType<typeof numberSign>; readonly signs: ReturnType<typeof noSigns> };

/**
 * Learns how the columns of a file are written, from all of its rows: the second time through, the rows are read by it.
 *
 * Columns of money follow each other where one of them does not say: a file is written on one machine.
 */
export class ColumnStyles {
  readonly #columns: readonly Counted[];

  /** Those whose cells say how they are written. */
  readonly #speaking: readonly Counted[];

  constructor(mappings: readonly Pick<ColumnMapping, 'at' | 'header' | 'target'>[]) {
    this.#columns = mappings.map((mapping) => {
      const { field } = mapping.target;
      return { mapping, numbers: numeric.has(field) ? noNumbers() : null, signOf: remembering((cell) => numberSign(numberOf(field, cell))), signs: noSigns() };
    });
    this.#speaking = this.#columns.filter(({ mapping, numbers }) => numbers !== null || mapping.target.field === 'tags');
  }

  add(cells: readonly string[]): void {
    for (const { mapping, numbers, signOf, signs } of this.#speaking) {
      const cell = cells[mapping.at];
      if (cell === undefined || cell === '') continue;
      if (numbers !== null) countSign(numbers, signOf(cell));
      else countSigns(signs, cell);
    }
  }

  /** @param chosen the decimal sign a person chose, or the dot of a workbook; null: what the columns say */
  columns(chosen: NumberStyle | null = null): readonly Column[] {
    const styles = this.#columns.map(({ mapping, numbers }) => ({ field: mapping.target.field, style: styleBy(numbers ?? noNumbers()) }));
    const decided = styles.filter(({ field, style }) => money.has(field) && style.how === 'decided').map(({ style }) => style);
    const [first] = decided;
    const common = first !== undefined && decided.every(({ decimal }) => decimal === first.decimal) ? first : null;
    return this.#columns.map(({ mapping: { header, target }, signs }, at) => {
      const own = styles[at]!.style;
      return { header, target, numbers: chosen ?? (own.how === 'ambiguous' && money.has(target.field) && common ? common : own), listSign: signBy(signs) };
    });
  }
}
