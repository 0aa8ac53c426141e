import type { Category, CategoryId } from '../../catalog/model.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { fold } from '../../kernel/text.ts';
import type { Fault } from '../problem.ts';

export type ListSign = ',' | ';' | '|';
export const noSigns = (): Record<ListSign, number> => ({ ';': 0, '|': 0, ',': 0 });
/** An entry that holds a sign itself stands in quotes, quotes inside it doubled: `"Taille 38, 40", soldes`. */
const quoted = /(?<=^|[,;|])\s*"((?:[^"]|"")*)"\s*(?=$|[,;|])/g;
export function countSigns(counted: Record<ListSign, number>, value: string): void {
  const bare = value.includes('"') ? value.replace(quoted, '') : value;
  for (const sign of [';', '|', ','] as const) if (bare.includes(sign)) counted[sign] += 1;
}

/** Which sign parts the entries of a column of lists: the one most of its cells have; a comma where none has any. */
export function signBy(counted: Readonly<Record<ListSign, number>>): ListSign {
  return counted[';'] > counted[','] && counted[';'] >= counted['|'] ? ';' : counted['|'] > counted[','] ? '|' : ',';
}

/** The entries of a list, each once, in the order they stand in. @returns or `tag-length` (details `most`, `found`) */
export function readList(text: string, sign: string, most: number): Result<readonly string[], Fault> {
  const seen = new Map<string, string>();
  for (const part of partsOf(text, sign)) {
    const entry = part.replace(/\s+/g, ' ').trim();
    if (entry.length > most) return err({ rule: 'tag-length', details: { most, found: entry.slice(0, 40) } });
    if (entry !== '' && !seen.has(fold(entry))) seen.set(fold(entry), entry);
  }
  return ok([...seen.values()]);
}

function partsOf(text: string, sign: string): readonly string[] {
  if (!text.includes('"')) return text.split(sign);
  const held: string[] = [];
  // What stands in quotes waits under a sign no cell has.
  const marked = text.replaceAll('\0', '').replace(quoted, (_, entry: string) => `\0${held.push(entry.replaceAll('""', '"')) - 1}\0`);
  return marked.split(sign).map((part) => part.replace(/\0(\d+)\0/g, (_, at: string) => held[Number(at)]!));
}

/** What most cells hold: one, and nothing that could part it. */
const oneAddress = /^https?:\/\/[^\s/,;|]+\.[^\s,;|]+$/i;
/** The addresses in a cell: parted by commas, blanks, bars or lines, where the next one begins. @returns or `image-address` (details `found`) */
export function readAddresses(text: string): Result<readonly string[], Fault> {
  if (oneAddress.test(text)) return ok([text]);
  const parts = text.split(/[\s,;|]+(?=https?:\/\/)|[\n|]+/).map((part) => part.trim()).filter((part) => part !== '');
  const wrong = parts.find((part) => !/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(part));
  return wrong === undefined ? ok([...new Set(parts)]) : err({ rule: 'image-address', severity: 'warning', details: { found: wrong.slice(0, 80) } });
}

/** Finds a category by what files call it: its path or its name in any of the three languages, or its number with one of these. */
export type CategoryFinder = (text: string) => Result<CategoryId, Fault>;

const steps = (path: string): string => path.split(/\s*(?:>|\/|›|»|\|)\s*/).map(fold).filter((step) => step !== '').join(' > ');
/** What shop systems put above all of their categories. */
const root = /^(?:default category|root catalog|accueil|home|الرئيسيه) > /;
/** A name however it is joined and counted: `T-Shirts`, `tshirt`. */
const loose = (name: string): string => fold(name).replace(/[^\p{L}\p{N}]+/gu, '').replace(/s$/, '');

/**
 * A finder over the marketplace's tree; built once per file.
 *
 * A cell that lists several, all of them known, means the deepest. It answers `category-unknown` (suggestion: the one category called as the end of the path is, or the nearest above
 * where the path begins right) or `category-unclear` (details `matches`) where a name alone
 * stands for several. A number alone is `category-number`, without a suggestion: a feed for Google means
 * Google's, which is another category here.
 */
export function categoryFinder(categories: readonly Category[]): CategoryFinder {
  const byNumber = new Map(categories.map((category) => [String(category.number), category]));
  const byPath = new Map<string, Category>();
  const byName = new Map<string, Category[]>();
  for (const category of categories) {
    for (const path of Object.values(category.path)) byPath.set(steps(path), category);
    for (const name of new Set(Object.values(category.name).map(steps))) byName.set(name, [...(byName.get(name) ?? []), category]);
  }
  const byLooseName = new Map<string, Category[]>();
  for (const category of categories) for (const name of new Set(Object.values(category.name).map(loose))) byLooseName.set(name, [...(byLooseName.get(name) ?? []), category]);
  const byId = new Map(categories.map((category) => [category.id, category]));
  const found = new Map<string, Result<CategoryId, Fault>>();
  const find = (text: string): Result<CategoryId, Fault> => {
    const one = findOne(text);
    const parts = one.ok ? [] : text.split(/\s*[,;|]\s*/).filter((part) => part !== '');
    if (parts.length < 2) return one;
    const each = parts.map(findOne);
    const known = each.flatMap((part) => (part.ok ? byId.get(part.value)! : []));
    const deepest = known.toSorted((a, b) => b.depth - a.depth)[0];
    if (deepest === undefined) return one;
    // A part nobody knows may be the one that counts.
    return known.length === parts.length ? ok(deepest.id) : err({ rule: 'category-unknown', suggestion: deepest.path.en, details: { found: text.trim().slice(0, 120) } });
  };
  const findOne = (text: string): Result<CategoryId, Fault> => {
    const [, number = '', words = text] = /^(\d{1,6})(?:\s*-\s*(.+))?$/.exec(text.trim()) ?? [];
    const numbered = byNumber.get(number);
    if (number !== '' && words === text) return err({ rule: 'category-number', details: { found: number } });
    // Of several with one path the number says which.
    if (numbered !== undefined && Object.values(numbered.path).some((path) => steps(path) === steps(words))) return ok(numbered.id);
    const path = steps(words).replace(root, '');
    const whole = byPath.get(steps(words)) ?? byPath.get(path);
    if (whole) return ok(whole.id);
    const named = byName.get(path) ?? [];
    if (named.length === 1) return ok(named[0]!.id);
    if (named.length > 1) return err({ rule: 'category-unclear', details: { found: text.trim().slice(0, 120), matches: named.length } });
    return err({ rule: 'category-unknown', suggestion: (byEnd(path) ?? above(path))?.path.en ?? null, details: { found: text.trim().slice(0, 120) } });
  };
  const byEnd = (path: string): Category | null => {
    const [last = '', before = null] = path.split(' > ').toReversed();
    const called = byLooseName.get(loose(last)) ?? [];
    const under = called.length < 2 || before === null ? called : called.filter(({ parentId }) => parentId !== null && Object.values(byId.get(parentId)?.name ?? {}).some((name) => loose(name) === loose(before)));
    return under.length === 1 ? under[0]! : null;
  };
  const above = (path: string): Category | null => {
    for (let parts = path.split(' > ').slice(0, -1); parts.length > 0; parts = parts.slice(0, -1)) {
      const category = byPath.get(parts.join(' > '));
      if (category) return category;
    }
    return null;
  };
  // A file of a hundred thousand rows names a few hundred categories.
  return (text) => {
    const known = found.get(text) ?? find(text);
    found.set(text, known);
    return known;
  };
}
