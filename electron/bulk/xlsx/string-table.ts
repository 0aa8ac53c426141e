/** Bytes of one block of texts. */
const BLOCK = 4 * 1_048_576;

/**
 * The texts of a workbook, kept as bytes: as strings a million of them take three times the room, and each costs the garbage collector a
 * look.
 */
export class StringTable {
  readonly #blocks: Buffer[] = [];
  #block = Buffer.alloc(0);
  #used = 0;
  /** Three figures per text: block, place, bytes. */
  #places = new Uint32Array(3 * 1_024);
  #count = 0;
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.#used + bytes > this.#block.length) {
      this.#block = Buffer.allocUnsafe(Math.max(BLOCK, bytes));
      this.#blocks.push(this.#block);
      this.#used = 0;
    }
    const at = this.#count * 3;
    if (at === this.#places.length) {
      const wider = new Uint32Array(this.#places.length * 2);
      wider.set(this.#places);
      this.#places = wider;
    }
    this.#places.set([this.#blocks.length - 1, this.#used, bytes], at);
    this.#block.write(text, this.#used);
    this.#used += bytes;
    this.#bytes += bytes;
    this.#count += 1;
  }

  /** Null when there is no text of that number. */
  at(n: number): string | null {
    if (!(n >= 0 && n < this.#count)) return null;
    const [block, from, bytes] = [this.#places[n * 3]!, this.#places[n * 3 + 1]!, this.#places[n * 3 + 2]!];
    return bytes === 0 ? '' : this.#blocks[block]!.toString('utf8', from, from + bytes);
  }
}
