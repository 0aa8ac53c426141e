import type { Dialect } from '#server/db/dialect/dialect.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import { bulkInsert, slices } from '#server/sync/bulk-insert.ts';
import type { Change } from '#server/sync/entity-store.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { Mutation } from '#shared/sync/model.ts';
import type { Stored } from '#server/sync/entity-store.ts';

const hashesIn = (doc: Json): string[] => Object.values((doc as unknown as Product).files ?? {}).map(({ sha256 }) => sha256);
const keyOf = (productId: string, sha256: string) => `${productId} ${sha256}`;

/** Which contents are on the server for a product, among those that edits submit; asked once for a batch. What is moved in it takes its files along. */
export async function filesThere(trx: ServerTransaction, mutations: readonly Mutation[], current: ReadonlyMap<string, Stored>): Promise<(productId: string, sha256: string) => boolean> {
  const wanted = new Map<string, { readonly products: string[]; readonly hashes: Set<string> }>();
  const submitted = new Set(mutations.filter(({ ops }) => ops.some((op) => op.op === 'set' && op.path === 'status' && op.value === 'submitted')).map(({ id }) => id));
  for (const id of submitted) {
    const edits = mutations.filter((mutation) => mutation.id === id);
    const doc = current.get(id)?.doc ?? edits.find(({ action }) => action === 'create')?.doc;
    if (doc === undefined) continue;
    const shopId = getAt(doc, 'shopId') as string;
    const added = edits.flatMap(({ ops }) => ops.flatMap((op) => (op.op === 'set' && op.path.startsWith('files/') ? [getAt(op.value ?? null, 'sha256')] : [])));
    const { products, hashes } = wanted.get(shopId) ?? { products: [], hashes: new Set<string>() };
    products.push(id);
    for (const hash of [...hashesIn(doc), ...added]) if (typeof hash === 'string') hashes.add(hash);
    wanted.set(shopId, { products, hashes });
  }
  const there = new Set<string>();
  for (const [shopId, { products, hashes }] of wanted) {
    for (const slice of slices([...hashes])) {
      const rows = await trx.selectFrom('shop_file').select('sha256').where('shop_id', '=', shopId).where('sha256', 'in', slice).where('whole_at', 'is not', null).execute();
      for (const { sha256 } of rows) for (const id of products) there.add(keyOf(id, sha256));
    }
  }
  return (productId, sha256) => there.has(keyOf(productId, sha256));
}

const takeAlong = bulkInsert('shop_file', ['shop_id', 'sha256', 'home_id', 'bytes', 'whole_at', 'touched_at', 'loose_since', 'by'], { keys: ['shop_id', 'sha256'], update: ['loose_since'] });

/** A product that goes over to another shop takes its files along: the new shop may fetch them, too, from where they lie. */
export async function filesFollow(trx: ServerTransaction, dialect: Dialect, moved: readonly Change[]): Promise<void> {
  for (const { before, after } of moved) {
    const [was, is] = [getAt(before!, 'shopId') as string, getAt(after!, 'shopId') as string];
    const hashes = hashesIn(after!);
    if (was === is || hashes.length === 0) continue;
    const rows = await trx.selectFrom('shop_file').selectAll().where('shop_id', '=', was).where('sha256', 'in', hashes).where('whole_at', 'is not', null).execute();
    await takeAlong(trx, dialect, rows.map((row) => ({ ...row, shop_id: is, loose_since: null })));
  }
}
