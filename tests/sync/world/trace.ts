import { createHash } from 'node:crypto';

const LINES_AT_ONCE = 200;

/** What becomes of what happened: nothing, one number for all of it, or every line for somebody to read. */
export type Tracing = 'off' | 'hashed' | 'kept';

/** What happened, line by line. */
export class Trace {
  readonly #hash = createHash('sha256');
  /** Lines that wait to be hashed: one large piece takes a fraction of many small ones. */
  #unhashed: string[] = [];
  readonly lines: string[] = [];
  readonly #tracing: Tracing;
  readonly #now: () => number;
  readonly #start: number;

  constructor(now: () => number, tracing: Tracing) {
    this.#now = now;
    this.#start = now();
    this.#tracing = tracing;
  }

  /** @param tell told only when somebody wants to know: messages are long, and most histories are of interest to nobody */
  note(who: string, what: string, tell: string | (() => string) = ''): void {
    if (this.#tracing === 'off') return;
    const detail = typeof tell === 'string' ? tell : tell();
    const line = `${((this.#now() - this.#start) / 1_000).toFixed(3).padStart(9)} ${who.padEnd(8)} ${what}${detail === '' ? '' : ` ${detail}`}`;
    if (this.#unhashed.push(line) === LINES_AT_ONCE) this.#hashNow();
    if (this.#tracing === 'kept') this.lines.push(line);
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
