import type { Category, CategoryId } from '#shared/catalog/model.ts';
import { withAttributes } from './category-attributes.ts';
import { readText, refuse } from './data-file.ts';
import { categoryIdOfNumber } from './nested-set.ts';

export const GOOGLE_TAXONOMY_FILE = 'google-taxonomy-with-ids.en-US.txt';

export type GoogleTaxonomy = { readonly categories: readonly Category[]; /** By the English path, parts joined by ` > `. */ readonly byPath: ReadonlyMap<string, CategoryId> };

type Line = { readonly line: number; readonly number: number; readonly lft: number; readonly rgt: number; readonly name: string };

/** The file holds a few names that were encoded twice ("CrÃªpe"): bytes of UTF-8 read as Latin-1. */
function mended(name: string): string {
  if (!/[\u00c2\u00c3][\u0080-\u00bf]/.test(name)) return name;
  const decoded = Buffer.from(name, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? name : decoded;
}

function readLines(dir: string): Line[] {
  const file = GOOGLE_TAXONOMY_FILE;
  const lines: Line[] = [];
  readText(dir, file).split('\n').forEach((text, i) => {
    if (text.trim() === '' || text.startsWith('#')) return;
    const match = /^ *(\d{1,6}) \| \[ *(\d{1,6})- *(\d{1,6})\] \| (\S.*)$/.exec(text.trimEnd());
    if (!match) return refuse({ file, line: i + 1 }, 'taxonomy-line', { found: text.slice(0, 80) });
    const number = Number(match[1]);
    if (number !== lines.length + 1) refuse({ file, line: i + 1, column: 'number' }, 'taxonomy-number', { expected: lines.length + 1, found: number });
    lines.push({ line: i + 1, number, lft: Number(match[2]), rgt: Number(match[3]), name: mended(match[4]!) });
  });
  if (lines.length === 0) refuse({ file, line: 1 }, 'no-rows');
  return lines;
}

/**
 * Reads the public taxonomy of Google with nested-set bounds, one category a line: `   3 | [   4- 249] | Pet Supplies`.
 * The bounds say what lies in what; the order of lines and their indentation are not trusted, because twenty-one lines of the
 * file contradict them. There are English names only; they stand for French and Arabic too.
 *
 * @throws AppFailure naming file, line and rule: `taxonomy-line`, `taxonomy-number`, `taxonomy-bounds` (every bound from 1 to
 *   twice the number of categories must be used once, so a line that is missing shows), `no-rows`
 */
export function readGoogleTaxonomy(dir: string): GoogleTaxonomy {
  const lines = readLines(dir);
  const byPath = new Map<string, CategoryId>();
  const open: { category: Category; line: Line }[] = [];
  const categories: Category[] = [];
  let bound = 0;
  const wrong = ({ line, lft, rgt }: Line): never => refuse({ file: GOOGLE_TAXONOMY_FILE, line, column: 'bounds' }, 'taxonomy-bounds', { found: [lft, rgt], expected: bound });
  const close = (until: number): void => {
    while (open.length > 0 && open.at(-1)!.line.rgt < until) {
      const { line } = open.pop()!;
      if (line.rgt !== ++bound) wrong(line);
    }
  };
  for (const line of lines.toSorted((a, b) => a.lft - b.lft)) {
    close(line.lft);
    const parent = open.at(-1)?.category ?? null;
    if (line.lft !== ++bound || line.rgt <= line.lft) wrong(line);
    const name = { fr: line.name, en: line.name, ar: line.name };
    const text = parent === null ? line.name : `${parent.path.en} > ${line.name}`;
    const category: Category = { id: categoryIdOfNumber(line.number), number: line.number, parentId: parent?.id ?? null, lft: line.lft, rgt: line.rgt, depth: open.length, path: { fr: text, en: text, ar: text }, name };
    byPath.set(text, category.id);
    categories.push(category);
    open.push({ category, line });
  }
  close(Number.POSITIVE_INFINITY);
  return { categories: withAttributes(categories, 'google-category-attributes.txt', false), byPath };
}
