import { createRxDatabase } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { Subject } from 'rxjs';
import { changed, columns, EDITS, expect, mode, numbers, rows, tell, timed } from './workload.mjs';

// The free storage for Node keeps everything in memory: there is nothing to open again.
if (mode === 'open') tell({ coldOpenMs: null });
else {
  const text = { type: 'string', maxLength: 200 };
  const properties = Object.fromEntries(columns.map((name) => [name, numbers.has(name) ? { type: 'number' } : name === 'doc' || name === 'tags' ? { type: 'string' } : name === 'brand' || name === 'category_id' ? { type: ['string', 'null'] } : text]));
  const database = await createRxDatabase({ name: 'bench', storage: getRxStorageMemory(), multiInstance: false });
  const { products } = await database.addCollections({ products: { schema: { version: 0, primaryKey: 'id', type: 'object', properties: { id: { type: 'string', maxLength: 36 }, ...properties }, required: ['id', 'sku', 'title', 'status'], indexes: ['sku', 'title', 'status'] } } });
  const news = new Subject();
  let server = rows.map((row) => ({ ...row, _deleted: false }));
  let sent = 0;
  let replication;
  const bootstrapMs = await timed(async () => {
    replication = replicateRxCollection({
      collection: products, replicationIdentifier: 'bench', live: true, retryTime: 1_000,
      pull: { batchSize: 1_000, stream$: news.asObservable(), handler: async (checkpoint, size) => ({ documents: server.slice(checkpoint?.at ?? 0, (checkpoint?.at ?? 0) + size), checkpoint: { at: Math.min(server.length, (checkpoint?.at ?? 0) + size) } }) },
      push: { batchSize: 1_000, handler: async (edits) => { sent += edits.length; return []; } },
    });
    await replication.awaitInitialReplication();
  });
  expect(await products.count().exec(), rows.length, 'rows after the bootstrap');
  const pushMs = await timed(async () => {
    await products.bulkUpsert(rows.slice(0, EDITS).map((row) => changed(row, 10)));
    await replication.awaitInSync();
  });
  expect(sent, EDITS, 'edits pushed');
  const theirs = rows.slice(5_000, 5_000 + EDITS).map((row) => ({ ...changed(row, 20), _deleted: false }));
  server = [...server, ...theirs];
  const pullMs = await timed(async () => {
    news.next('RESYNC');
    for (;;) {
      await replication.awaitInSync();
      const last = await products.findOne(theirs.at(-1).id).exec();
      if (last.price === theirs.at(-1).price) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  tell({ bootstrapMs, pushMs, pullMs });
}
