import { NotXml, XmlScanner } from '../xlsx/xml-scanner.ts';

/** A product of a feed: what it says, by the name it says it under, in its order. */
export type FeedItem = ReadonlyMap<string, string>;

/** What a product is called in a feed: RSS has items, Atom entries. */
const itemNames: ReadonlySet<string> = new Set(['item', 'entry']);
/** More than this of one product is no product, in characters. */
const LONGEST_ITEM = 4_194_304;

/** Thrown when one product goes on and on: the file was made to exhaust the machine. */
export class EndlessItem extends Error {
  override readonly name = 'EndlessItem';
}

/**
 * Goes through a feed piece by piece and gives its products. What is said several times (`additional_image_link`) stands together, parted by commas; what has parts
 * (`shipping`) is their texts, parted by colons, as Google's tables write them.
 *
 * @throws NotXml, EndlessItem
 */
export class ItemScanner {
  readonly #xml: XmlScanner;
  #done: FeedItem[] = [];
  #item: Map<string, string> | null = null;
  /** Elements that are open below the product: the first is what is spoken of. */
  #path: string[] = [];
  #texts: string[] = [];
  #length = 0;

  constructor() {
    this.#xml = new XmlScanner({ open: (name) => this.#open(name), close: (name) => this.#close(name), text: (text) => this.#text(text) });
  }

  push(text: string): readonly FeedItem[] {
    this.#xml.push(text);
    return this.#taken();
  }
  end(): readonly FeedItem[] {
    this.#xml.end();
    if (this.#item !== null) throw new NotXml('the file ends inside of a product');
    return this.#taken();
  }

  #taken(): readonly FeedItem[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }
  #open(name: string): void {
    if (this.#item === null) {
      if (itemNames.has(name)) [this.#item, this.#path, this.#length] = [new Map(), [], 0];
      return;
    }
    this.#path.push(name);
    this.#texts.push('');
  }
  #text(text: string): void {
    if (this.#item === null || this.#path.length === 0) return;
    this.#length += text.length;
    if (this.#length > LONGEST_ITEM) throw new EndlessItem('a product without an end');
    this.#texts[this.#texts.length - 1] += text;
  }
  #close(name: string): void {
    const item = this.#item;
    if (item === null) return;
    if (this.#path.length === 0) {
      if (itemNames.has(name)) this.#done.push(item);
      this.#item = null;
      return;
    }
    const said = this.#texts.pop()!.trim();
    const [field] = this.#path as [string];
    this.#path.pop();
    if (this.#path.length > 0) {
      // A part of something: it stands behind the parts before it.
      const above = this.#texts.at(-1)!.trim();
      this.#texts[this.#texts.length - 1] = above === '' ? said : `${above}:${said}`;
      return;
    }
    if (said === '') return;
    const before = item.get(field);
    item.set(field, before === undefined ? said : `${before},${said}`);
  }
}
