import { sql } from 'kysely';
import { readList } from '#shared/bulk/cells/read-lists.ts';
import type { ClusterValue } from '#shared/bulk/cluster/model.ts';
import type { Target } from '#shared/bulk/mapping/targets.ts';
import type { Column } from '#shared/bulk/rows/model.ts';
import type { Category } from '#shared/catalog/model.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { builder, reading } from '../../db/statement.ts';
import { stagedRows } from './staged-rows.ts';
import type { StagedImport } from './staged-import.ts';
import { nextTurn } from '../../runtime/next-turn.ts';

type Counted = { value: string; products: number };
type Stretch = { shop: string; from: number; to: number };
const brands = reading<{ shop: string }>()((_, p) => sql<Counted>`SELECT brand AS value, count(*) AS products FROM product WHERE shop_id = ${p('shop')} AND brand IS NOT NULL GROUP BY brand`.compile(builder));
const tags = reading<Stretch>()((_, p) => sql<Counted>`SELECT t.value, count(*) AS products FROM product AS p, json_each(p.doc, '$.tags') AS t WHERE p.rid >= ${p('from')} AND p.rid < ${p('to')} AND p.shop_id = ${p('shop')} GROUP BY t.value`.compile(builder));
const options = ([0, 1, 2] as const).map((at) => reading<Stretch>()((_, p) => sql<Counted>`
  SELECT json_extract(v.value, ${sql.lit(`$.options[${at}]`)}) AS value, count(DISTINCT p.rid) AS products FROM product AS p, json_each(p.doc, '$.variants') AS v
  WHERE p.rid >= ${p('from')} AND p.rid < ${p('to')} AND p.shop_id = ${p('shop')} AND json_extract(v.value, ${sql.lit(`$.options[${at}]`)}) IS NOT NULL GROUP BY 1`.compile(builder)));
const categories = reading<{ shop: string }>()((_, p) => sql<{ doc: string; products: number }>`SELECT c.doc, count(*) AS products FROM product AS p JOIN category AS c ON c.id = p.category_id WHERE p.shop_id = ${p('shop')} GROUP BY c.id`.compile(builder));
const lastRid = reading()((q) => q.selectFrom('product').select(({ fn }) => fn.max('rid').as('rid')));

/** Products whose whole record is looked into in one go, before others get their turn. */
const STRETCH = 1_000;
/** More different values than this are no words of a list but texts: nobody merges those. */
const MOST_VALUES = 20_000;

/** The different values of a column, those the shop's catalogue has in the same field among them, and how often each is said. */
export async function columnValues(staged: StagedImport, column: Column, place: number, total: number, shop: string, db: () => ReadableDb | null): Promise<readonly ClusterValue[]> {
  const values = new Map<string, { rows: number; products: number }>();
  const count = (value: string, key: 'rows' | 'products', by: number): void => {
    const known = values.get(value);
    if (known !== undefined) known[key] += by;
    else if (values.size < MOST_VALUES) values.set(value, { rows: 0, products: 0, [key]: by });
  };
  for await (const stretch of stagedRows(staged, total)) {
    for (const { rows } of stretch) for (const { cells } of rows) for (const value of entriesOf(column, cells[place] ?? '')) count(value, 'rows', 1);
  }
  for await (const { value, products } of inCatalogue(column.target, shop, db)) count(value, 'products', products);
  return [...values].map(([value, counts]) => ({ value, ...counts }));
}

function entriesOf({ target, listSign }: Column, cell: string): readonly string[] {
  const text = cell.trim();
  if (text === '') return [];
  if (target.field !== 'tags') return [text];
  const read = readList(text, listSign, text.length);
  return read.ok ? read.value : [];
}

/** A category by its whole path and by its own name, in each language. */
const bothNames = ({ path, name }: Category): string[] => [...new Set([...Object.values(path), ...Object.values(name)])];

async function* inCatalogue(target: Target, shop: string, db: () => ReadableDb | null): AsyncGenerator<Counted> {
  const first = db();
  if (first === null) return;
  if (target.field === 'brand') yield* first.all(brands, { shop });
  else if (target.field === 'category') yield* first.all(categories, { shop }).flatMap(({ doc, products }) => bothNames(JSON.parse(doc) as Category).map((value) => ({ value, products })));
  else if (target.field === 'tags' || target.field === 'optionValue') {
    const question = 'at' in target ? options[target.at]! : tags;
    const last = first.get(lastRid)?.rid ?? 0;
    for (let from = 0; from <= last; from += STRETCH) {
      const now = db();
      if (now === null) return;
      yield* now.all(question, { shop, from, to: from + STRETCH });
      await nextTurn();
    }
  }
}
