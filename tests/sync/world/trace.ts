import { createHash } from 'node:crypto';

const LINES_AT_ONCE = 200;

/** What happened, line by line: hashed always, kept when somebody wants to read it. */
export class Trace {
  readonly #hash = createHash('sha256');
  /** Lines that wait to be hashed: one large piece takes a fraction of many small ones. */
  #unhashed: string[] = [];
  readonly lines: string[] = [];
  readonly #kept: boolean;
  readonly #now: () => number;
  readonly #start: number;

  constructor(now: () => number, kept: boolean) {
    this.#now = now;
    this.#start = now();
    this.#kept = kept;
  }

  note(who: string, what: string, detail = ''): void {
    const line = `${((this.#now() - this.#start) / 1_000).toFixed(3).padStart(9)} ${who.padEnd(8)} ${what}${detail === '' ? '' : ` ${detail}`}`;
    if (this.#unhashed.push(line) === LINES_AT_ONCE) this.#hashNow();
    if (this.#kept) this.lines.push(line);
  }

  /** Ends the trace: one number for the whole history. */
  digest(): string {
    this.#hashNow();
    return this.#hash.digest('hex');
  }

  #hashNow(): void {
    this.#hash.update(this.#unhashed.join(''));
    this.#unhashed = [];
  }
}
