import { assert } from '../../kernel/assert.ts';
import type { Fault } from '../problem.ts';
import { csvLimits, type CsvFault, type CsvLimits, type CsvRow, type Delimiter, type TextOf } from './model.ts';

const [TAIL, FOUR, STOP] = [1, 2, 3] as const;
const [LF, CR, QUOTE] = [10, 13, 34] as const;
/** The byte order mark, which is no part of the first header. */
const MARK = [0xef, 0xbb, 0xbf] as const;

/** What came of a piece of the file. After `stopped` no more is taken. */
export type CsvStep = { readonly rows: readonly CsvRow[]; readonly faults: readonly CsvFault[]; readonly stopped: boolean };

/**
 * Reads a CSV file piece by piece: rows with their line numbers, and a word about everything that is not as it should be, instead of
 * moving cells silently.
 *
 * - A quote opens a cell only as its first character; `12" wide` is what it says. Two quotes inside are one.
 * - A row ends with LF, CR LF or CR. Lines without anything on them are skipped.
 * - Where a closing quote is followed by text, the cell goes on to the next delimiter or line end, quotes and all (`csv-text-after-quote`).
 * - A row with more or fewer cells than the first is given as it stands and reported (`csv-row-cells`, details `expected`, `found`).
 * - A quote that never closes (`csv-quote-open`, at the line where it began), and anything beyond the limits (`csv-cell-long`, `csv-row-long`,
 *   `csv-columns`), stops the reading, so that memory stays flat whatever comes.
 *
 * A row that goes on in the next piece is looked at again from its beginning, so pieces should not be much smaller than the longest row.
 *
 * @param textOf bytes as text; the file must be valid UTF-8
 * @param columns how many cells a row has; null: as many as the first
 * @param line the number of the first line given, where lines before it are left out
 */
export class CsvScanner {
  readonly #delimiter: number;
  readonly #textOf: TextOf;
  readonly #limits: CsvLimits;
  readonly #classes = new Uint8Array(256);
  #columns: number | null;
  #rest: Uint8Array = new Uint8Array(0);
  #begun = false;
  #stopped = false;
  #rows: CsvRow[] = [];
  #faults: CsvFault[] = [];
  // Where the row at hand has got to: place, line, and by how much places in the text lag behind those in the bytes.
  #at = 0;
  #line = 1;
  #lag = 0;
  #zero = false;
  /** Of the row at hand, three per cell: where its text begins and ends, and 1 where it may hold doubled quotes. */
  readonly #cells: number[] = [];

  constructor({ delimiter, textOf, limits = csvLimits, columns = null, line = 1 }: { delimiter: Delimiter; textOf: TextOf; limits?: CsvLimits; columns?: number | null; line?: number }) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#textOf = textOf;
    this.#limits = limits;
    this.#columns = columns;
    this.#line = line;
    // One look-up per byte instead of several comparisons. A following byte is no character of its own; four bytes are two in a string.
    this.#classes.fill(TAIL, 0x80, 0xc0).fill(FOUR, 0xf0);
    for (const byte of [0, LF, CR, QUOTE, this.#delimiter]) this.#classes[byte] = STOP;
  }

  /** Takes the next piece, whose memory may be used again afterwards. */
  push(piece: Uint8Array): CsvStep {
    assert(!this.#stopped, () => 'a file that was stopped takes no more');
    return this.#take(piece, false);
  }

  /** No more comes: gives the last row. */
  end(): CsvStep {
    return this.#take(new Uint8Array(0), true);
  }

  #take(piece: Uint8Array, last: boolean): CsvStep {
    const bytes = this.#rest.length === 0 ? piece : joined(this.#rest, piece);
    let start = 0;
    if (!this.#begun && (bytes.length >= MARK.length || last)) {
      this.#begun = true;
      if (MARK.every((byte, i) => bytes[i] === byte)) start = MARK.length;
    }
    while (this.#begun && !this.#stopped && start < bytes.length) {
      const line = this.#line;
      [this.#at, this.#lag, this.#zero] = [start, 0, false];
      if (!this.#row(bytes, start, last)) {
        this.#line = line;
        break;
      }
      start = this.#at;
    }
    // Not `slice`, which copies nothing where the piece is a Buffer of Node, whose memory may be used again.
    this.#rest = this.#stopped ? new Uint8Array(0) : new Uint8Array(bytes.subarray(start));
    const step = { rows: this.#rows, faults: this.#faults, stopped: this.#stopped };
    [this.#rows, this.#faults] = [[], []];
    return step;
  }

  /** Reads one row with its end of line; false when the rest of it has not come yet, or the reading was stopped. */
  #row(bytes: Uint8Array, start: number, last: boolean): boolean {
    const { cellBytes, columns, rowBytes } = this.#limits;
    const first = this.#line;
    const size = bytes.length;
    const cells = this.#cells;
    let strays: number[] | null = null;
    for (let count = 0; ; ) {
      const begin = this.#at;
      const line = this.#line;
      let [from, to, doubled] = [begin - start - this.#lag, 0, 0];
      if (bytes[begin] === QUOTE) {
        from += 1;
        doubled = 1;
        const closed = this.#quoted(bytes, begin, last);
        if (!closed) return false;
        to = this.#at - 1 - start - this.#lag;
        const after = this.#at;
        this.#plain(bytes);
        if (this.#at > after && !isBlank(bytes, after, this.#at)) {
          (strays ??= []).push(this.#line);
          to = this.#at - start - this.#lag - (bytes[this.#at - 1] === QUOTE ? 1 : 0);
        }
      } else {
        this.#plain(bytes);
        to = this.#at - start - this.#lag;
      }
      const at = this.#at;
      cells[count * 3] = from;
      cells[count * 3 + 1] = to;
      cells[count * 3 + 2] = doubled;
      count += 1;
      if (at - begin > cellBytes) return this.#stop(line, { rule: 'csv-cell-long', details: { most: cellBytes } });
      if (at - start > rowBytes) return this.#stop(first, { rule: 'csv-row-long', details: { most: rowBytes } });
      if (count > columns) return this.#stop(first, { rule: 'csv-columns', details: { most: columns } });
      // A CR at the very end may be half of a CR LF.
      if (!last && (at >= size || (bytes[at] === CR && at + 1 >= size))) return false;
      if (at < size && bytes[at] === this.#delimiter) {
        this.#at = at + 1;
        continue;
      }
      this.#give(bytes, start, first, count, strays);
      this.#at = at + (bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1);
      this.#line += 1;
      return true;
    }
  }

  /** Moves from an opening quote to behind the closing one; false when it has not come yet, or never does. */
  #quoted(bytes: Uint8Array, begin: number, last: boolean): boolean {
    const classes = this.#classes;
    const size = bytes.length;
    const opened = this.#line;
    let [at, line, lag] = [begin + 1, opened, this.#lag];
    for (;;) {
      for (; at < size && bytes[at] !== QUOTE; at++) {
        const byte = bytes[at]!;
        const kind = classes[byte]!;
        if (kind === 0) continue;
        if (kind === TAIL) lag += 1;
        else if (kind === FOUR) lag -= 1;
        else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) line += 1;
        else if (byte === 0) this.#zero = true;
      }
      if (at - begin > this.#limits.cellBytes) return this.#stop(opened, { rule: 'csv-quote-open' });
      if (at >= size) return last && this.#stop(opened, { rule: 'csv-quote-open' });
      // A quote at the end of a piece may be half of a doubled one.
      if (!last && at + 1 >= size) return false;
      if (bytes[at + 1] !== QUOTE) break;
      at += 2;
    }
    [this.#at, this.#line, this.#lag] = [at + 1, line, lag];
    return true;
  }

  /** Moves to the next delimiter, line end or end of the piece. */
  #plain(bytes: Uint8Array): void {
    const classes = this.#classes;
    const delimiter = this.#delimiter;
    const size = bytes.length;
    let [at, lag] = [this.#at, this.#lag];
    for (; at < size; at++) {
      const byte = bytes[at]!;
      const kind = classes[byte]!;
      if (kind === 0) continue;
      if (kind === TAIL) lag += 1;
      else if (kind === FOUR) lag -= 1;
      else if (byte === delimiter || byte === LF || byte === CR) break;
      else if (byte === 0) this.#zero = true;
    }
    [this.#at, this.#lag] = [at, lag];
  }

  /** The row as text: turned into a string once, then cut, which costs a fraction of one string per cell. */
  #give(bytes: Uint8Array, start: number, line: number, count: number, strays: readonly number[] | null): void {
    const found = this.#cells;
    if (count === 1 && found[1] === 0 && found[2] === 0) return;
    const text = this.#textOf(bytes, start, this.#at);
    const cells: string[] = [];
    for (let i = 0; i < count * 3; i += 3) {
      const cell = text.slice(found[i], found[i + 1]);
      cells.push(found[i + 2] === 1 && cell.includes('"') ? cell.replaceAll('""', '"') : cell);
    }
    this.#rows.push({ line, cells });
    const expected = (this.#columns ??= count);
    for (const strayLine of strays ?? []) this.#faults.push({ line: strayLine, rule: 'csv-text-after-quote', severity: 'warning', stops: false });
    if (count !== expected) this.#faults.push({ line, rule: 'csv-row-cells', severity: 'error', stops: false, details: { expected, found: count } });
    if (this.#zero) this.#faults.push({ line, rule: 'zero-character', severity: 'error', stops: false });
  }

  #stop(line: number, fault: Fault): false {
    this.#faults.push({ line, severity: 'error', stops: true, ...fault });
    this.#stopped = true;
    return false;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 32 && bytes[at] !== 9) return false;
  return true;
}
