import { csvLimits, type CsvFault, type CsvRow } from '../csv/model.ts';
import { columnOf, numberText, withoutEscapes, type NumberShape } from './cell-values.ts';
import { attributeOf, XmlScanner } from './xml-scanner.ts';

/** What the cells of a sheet refer to. */
export type SheetFacts = { readonly shapes: readonly NumberShape[]; readonly from1904: boolean; /** A text kept once for many cells; null: there is none of that number. */ readonly textAt: (at: number) => string | null };

const usualShape: NumberShape = { kind: 'number' };

/**
 * Goes through one sheet piece by piece: rows as text, as the seller sees them, without a row for what is empty. A formula counts by the value it had
 * when the file was saved; a cell that shows an error is given empty and reported (`xlsx-cell-error`). Cells that are
 * merged have their value in the first; they are reported (`xlsx-merged`, details `found`), since the others read as empty.
 */
export class SheetScanner {
  readonly #facts: SheetFacts;
  readonly #xml: XmlScanner;
  #rows: CsvRow[] = [];
  #faults: CsvFault[] = [];
  #line = 0;
  #cells: string[] = [];
  #column = -1;
  #type = 'n';
  #shape = usualShape;
  #value = '';
  #reading = false;
  #sounding = false;
  #merged: string[] = [];
  #stopped = false;

  constructor(facts: SheetFacts) {
    this.#facts = facts;
    this.#xml = new XmlScanner({ open: (name, attributes) => this.#open(name, attributes), close: (name) => this.#close(name), text: (text) => this.#text(text) });
  }

  /** Takes a piece of the sheet; `stopped`: a limit was passed, no more is taken. */
  push(piece: string): { readonly rows: readonly CsvRow[]; readonly faults: readonly CsvFault[]; readonly stopped: boolean } {
    this.#xml.push(piece);
    return this.#step();
  }

  end(): { readonly rows: readonly CsvRow[]; readonly faults: readonly CsvFault[]; readonly stopped: boolean } {
    if (!this.#stopped) this.#xml.end();
    const [first] = this.#merged;
    if (first !== undefined) this.#faults.push({ line: Number(/\d+/.exec(first)?.[0] ?? 1), rule: 'xlsx-merged', severity: 'warning', stops: false, details: { found: first, ranges: this.#merged.length } });
    return this.#step();
  }

  #step() {
    const step = { rows: this.#rows, faults: this.#faults, stopped: this.#stopped };
    [this.#rows, this.#faults] = [[], []];
    return step;
  }

  #open(name: string, attributes: string): void {
    switch (name) {
      case 'c': {
        const reference = attributeOf(attributes, 'r');
        this.#column = reference === null ? this.#column + 1 : columnOf(reference);
        this.#type = attributeOf(attributes, 't') ?? 'n';
        const style = this.#type === 'n' ? attributeOf(attributes, 's') : null;
        this.#shape = style === null ? usualShape : (this.#facts.shapes[Number(style)] ?? usualShape);
        this.#value = '';
        break;
      }
      case 'v':
      case 't': this.#reading = !this.#sounding; break;
      case 'rPh': this.#sounding = true; break;
      case 'row': {
        const row = attributeOf(attributes, 'r');
        this.#line = row === null ? this.#line + 1 : Number(row);
        [this.#cells, this.#column] = [[], -1];
        break;
      }
      case 'mergeCell': this.#merged.push(attributeOf(attributes, 'ref') ?? ''); break;
    }
  }

  #close(name: string): void {
    switch (name) {
      case 'v':
      case 't': this.#reading = false; break;
      case 'rPh': this.#sounding = false; break;
      case 'c': this.#cell(); break;
      case 'row': if (this.#cells.length > 0) this.#rows.push({ line: this.#line, cells: this.#cells }); break;
    }
  }

  #text(text: string): void {
    if (!this.#reading || this.#stopped) return;
    this.#value += text;
    if (this.#value.length > csvLimits.cellBytes) this.#stop({ line: this.#line, rule: 'csv-cell-long', severity: 'error', stops: true, details: { most: csvLimits.cellBytes } });
  }

  #cell(): void {
    const text = this.#read();
    if (text === '' || this.#stopped) return;
    if (this.#column < 0 || this.#column >= csvLimits.columns) {
      this.#stop({ line: this.#line, rule: 'csv-columns', severity: 'error', stops: true, details: { most: csvLimits.columns } });
      return;
    }
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = text;
  }

  #stop(fault: CsvFault): void {
    this.#faults.push(fault);
    this.#stopped = true;
    this.#value = '';
  }

  #read(): string {
    switch (this.#type) {
      case 's': return this.#value === '' ? '' : (this.#facts.textAt(Number(this.#value)) ?? '');
      case 'inlineStr':
      case 'str': return withoutEscapes(this.#value);
      case 'b': return this.#value === '' ? '' : this.#value.trim() === '1' || this.#value.trim() === 'true' ? 'TRUE' : 'FALSE';
      case 'd': return this.#value.replace(/T00:00:00(\.0+)?Z?$/, '').replace(/(\.\d+)?Z?$/, '');
      case 'e':
        if (this.#value !== '') this.#faults.push({ line: this.#line, rule: 'xlsx-cell-error', severity: 'error', stops: false, details: { found: this.#value.slice(0, 40), column: this.#column } });
        return '';
      default: return this.#value === '' ? '' : numberText(this.#value, this.#shape, this.#facts.from1904);
    }
  }
}
