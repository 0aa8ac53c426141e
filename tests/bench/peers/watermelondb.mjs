import { createRequire } from 'node:module';
import { changed, columns, EDITS, expect, folder, mode, numbers, rows, tell, timed } from './workload.mjs';

const require = createRequire(import.meta.url);
const { Database, Model, appSchema, tableSchema, Q } = require('@nozbe/watermelondb');
const { default: SQLiteAdapter } = require('@nozbe/watermelondb/adapters/sqlite');
const { synchronize } = require('@nozbe/watermelondb/sync');

class Product extends Model {
  static table = 'products';
}
const indexed = new Set(['sku', 'title', 'status']);
const schema = appSchema({ version: 1, tables: [tableSchema({ name: 'products', columns: columns.map((name) => ({ name, type: numbers.has(name) ? 'number' : 'string', isOptional: true, isIndexed: indexed.has(name) })) })] });
const open = () => new Database({ adapter: new SQLiteAdapter({ schema, dbName: `${folder}/watermelon.db`, onSetUpError: (cause) => { throw cause; } }), modelClasses: [Product] });

let stamp = 1;
const sync = (database, changes, pushed = () => undefined) => synchronize({
  database, sendCreatedAsUpdated: true,
  pullChanges: async () => ({ changes: { products: changes }, timestamp: ++stamp }),
  pushChanges: async ({ changes: mine }) => pushed(mine.products.updated),
});
const nothing = { created: [], updated: [], deleted: [] };

if (mode === 'open') {
  tell({ coldOpenMs: await timed(async () => expect((await open().get('products').query(Q.sortBy('title'), Q.take(60)).fetch()).length, 60, 'first page')) });
} else {
  const database = open();
  const products = database.get('products');
  const bootstrapMs = await timed(() => sync(database, { ...nothing, updated: rows }));
  expect(await products.query().fetchCount(), rows.length, 'rows after the bootstrap');
  const mine = await products.query(Q.take(EDITS)).fetch();
  await database.write(() => database.batch(mine.map((record) => record.prepareUpdate((raw) => raw._setRaw('price', raw._raw.price + 10)))));
  let sent = 0;
  const pushMs = await timed(() => sync(database, nothing, (updated) => (sent = updated.length)));
  expect(sent, EDITS, 'edits pushed');
  const theirs = rows.slice(5_000, 5_000 + EDITS).map((row) => changed(row, 20));
  const pullMs = await timed(() => sync(database, { ...nothing, updated: theirs }));
  expect((await products.find(theirs[0].id))._raw.price, theirs[0].price, 'price after the pull');
  tell({ bootstrapMs, pushMs, pullMs });
}
