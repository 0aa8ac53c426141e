import type { Category, CategoryId } from '#shared/catalog/model.ts';
import { fold } from '#shared/kernel/text.ts';
import type { ReadableDb } from '../db/connection.ts';
import { reading } from '../db/statement.ts';

const tree = reading()((q) => q.selectFrom('category').select(['id', 'parent_id', 'lft', 'rgt', 'depth', 'search']).orderBy('lft'));
const docById = reading<{ id: string }>()((q, p) => q.selectFrom('category').select('doc').where('id', '=', p('id')));

type Node = { readonly id: string; readonly parentId: string | null; readonly lft: number; readonly rgt: number; readonly depth: number; /** Own words, each after a blank. */ readonly own: string; /** Own words and those of everything above. */ readonly all: string };

/** Words between blanks, apostrophes, dashes, commas: "d’été" is found by "ete". */
const wordsOf = (folded: string): string[] => folded.split(/[\s'’\-–,&()/]+/).filter((word) => word !== '');

/** An Arabic word is looked for with and without its article and what clings to it: "فساتين" finds "الفساتين" and "والفساتين", "عربية" finds "بالعربية". */
function withoutArticle(word: string): string[] {
  const bare = /^(?:[وفبك]?ال|لل|[وب](?=\p{Script=Arabic}{4}))(?<rest>\p{Script=Arabic}{2,})$/u.exec(word)?.groups?.['rest'];
  return bare === undefined ? [word] : [word, bare];
}

/** The category tree in memory, for finding while somebody types: 5,595 nodes are searched in a few milliseconds. */
export class CategoryFinder {
  readonly #nodes: readonly Node[];
  readonly #db: ReadableDb;

  constructor(db: ReadableDb) {
    this.#db = db;
    const above: Node[] = [];
    this.#nodes = db.all(tree).map((row) => {
      while (above.length > 0 && above.at(-1)!.rgt < row.lft) above.pop();
      const own = wordsOf(row.search).flatMap(withoutArticle).map((word) => ` ${word}`).join('');
      const node: Node = { id: row.id, parentId: row.parent_id, lft: row.lft, rgt: row.rgt, depth: row.depth, own, all: `${above.at(-1)?.all ?? ''}${own}` };
      above.push(node);
      return node;
    });
  }

  /**
   * Categories with these beginnings of words, in any language; words of what lies above count too, one at least must be its own.
   * Without words: the children of `parentId`, or the roots. With words, `parentId` narrows to what lies below it.
   *
   * @returns the best first: names that start with the words, then the higher ones, then in tree order
   */
  find(text: string, parentId: CategoryId | null, limit: number): Category[] {
    const words = wordsOf(fold(text)).map((word) => withoutArticle(word).map((form) => ` ${form}`));
    if (words.length === 0) return this.#docs(this.#nodes.filter((node) => node.parentId === parentId).slice(0, limit));
    const top = parentId === null ? null : this.#nodes.find(({ id }) => id === parentId);
    if (top === undefined) return [];
    const hits: { node: Node; rank: number }[] = [];
    for (const node of this.#nodes) {
      if (top !== null && (node.lft <= top.lft || node.rgt >= top.rgt)) continue;
      let own = 0;
      if (!words.every((forms) => (forms.some((word) => node.own.includes(word)) ? ++own > 0 : forms.some((word) => node.all.includes(word)))) || own === 0) continue;
      hits.push({ node, rank: (words[0]!.some((word) => node.own.startsWith(word)) ? 0 : 1) + (own === words.length ? 0 : 2) });
    }
    hits.sort((a, b) => a.rank - b.rank || a.node.depth - b.node.depth || a.node.lft - b.node.lft);
    return this.#docs(hits.slice(0, limit).map(({ node }) => node));
  }

  /** Just these, in the order asked; one that is gone is left out. */
  byIds(ids: readonly CategoryId[]): Category[] {
    return this.#docs(ids.map((id) => ({ id })));
  }

  #docs(nodes: readonly Pick<Node, 'id'>[]): Category[] {
    return nodes.flatMap(({ id }) => {
      const row = this.#db.get(docById, { id });
      return row === undefined ? [] : [JSON.parse(row.doc) as Category];
    });
  }
}
