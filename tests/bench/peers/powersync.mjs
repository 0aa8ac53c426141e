import { createServer } from 'node:http';
import { column, PowerSyncDatabase, Schema, Table } from '@powersync/node';
import { changed, columns, EDITS, expect, folder, mode, numbers, rows, tell, timed } from './workload.mjs';

const products = new Table(Object.fromEntries(columns.map((name) => [name, numbers.has(name) ? column.integer : column.text])), { indexes: { sku: ['sku'], title: ['title'], status: ['status'] } });
const open = () => new PowerSyncDatabase({ schema: new Schema({ products }), database: { dbFilename: 'powersync.db', dbLocation: folder, implementation: { type: 'better-sqlite3' } } });

if (mode === 'open') {
  tell({ coldOpenMs: await timed(async () => expect((await open().getAll('SELECT * FROM products ORDER BY title LIMIT 60')).length, 60, 'first page')) });
} else {
  // The service's side of the stream, from memory: one bucket, lines of JSON. Checksums are those of the operations, added up mod 2 ** 32.
  const operations = [];
  const listeners = new Set();
  let written = 0;
  const put = ({ id, ...row }) => operations.push({ op_id: String(operations.length + 1), op: 'PUT', object_type: 'products', object_id: id, subkey: null, checksum: (operations.length * 2_654_435_761) >>> 0, data: JSON.stringify(row) });
  const checksum = () => operations.reduce((sum, { checksum: one }) => (sum + one) >>> 0, 0);
  rows.forEach(put);
  // Written out beforehand: the peers' server costs nothing while the clock runs.
  const prepared = new Map();
  const pageFrom = (at) => {
    const data = operations.slice(at, at + 1_000);
    return `${JSON.stringify({ data: { bucket: 'all[]', after: String(at), has_more: at + data.length < operations.length, next_after: String(at + data.length), data } })}\n`;
  };
  for (let at = 0; at < operations.length; at += 1_000) prepared.set(at, pageFrom(at));
  const server = createServer((request, response) => {
    if (request.url.startsWith('/write-checkpoint')) return void response.end(JSON.stringify({ data: { write_checkpoint: String(written) } }));
    let text = '';
    request.on('data', (part) => (text += part));
    request.on('end', () => {
      let sent = Number(JSON.parse(text).buckets?.find(({ name }) => name === 'all[]')?.after ?? 0);
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      const line = (value) => response.write(`${JSON.stringify(value)}\n`);
      const tellNews = () => {
        const last = String(operations.length);
        line({ checkpoint: { last_op_id: last, write_checkpoint: written > 0 ? String(written) : null, buckets: [{ bucket: 'all[]', checksum: checksum(), count: operations.length, priority: 3, subscriptions: [{ default: 0 }] }], streams: [{ name: 'all', is_default: true, errors: [] }] } });
        for (; sent < operations.length; sent = Math.min(operations.length, sent + 1_000)) response.write((operations.length === rows.length && prepared.get(sent)) || pageFrom(sent));
        line({ checkpoint_complete: { last_op_id: last } });
      };
      listeners.add(tellNews);
      response.on('close', () => listeners.delete(tellNews));
      tellNews();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  let uploaded = 0;
  const connector = {
    fetchCredentials: async () => ({ endpoint: `http://127.0.0.1:${server.address().port}`, token: 'bench' }),
    uploadData: async (database) => {
      for (let batch; (batch = await database.getCrudBatch(1_000)) !== null; ) {
        for (const { id, opData } of batch.crud) put({ ...byId.get(id), ...opData, id });
        uploaded += batch.crud.length;
        await batch.complete();
      }
      written++;
      for (const tellNews of listeners) setImmediate(tellNews);
    },
  };
  const byId = new Map(rows.map((row) => [row.id, row]));
  const database = open();
  await database.init();
  const until = async (done) => {
    const late = performance.now() + 120_000;
    while (!(await done())) {
      if (performance.now() > late) throw new Error(`the sync did not come to an end: ${JSON.stringify(database.currentStatus)}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const bootstrapMs = await timed(async () => {
    await Promise.race([database.connect(connector), new Promise((resolve) => setTimeout(resolve, 100))]);
    await until(() => database.currentStatus.hasSynced === true);
  });
  expect((await database.get('SELECT count(*) AS n FROM products')).n, rows.length, 'rows after the bootstrap');
  const pushMs = await timed(async () => {
    await database.writeTransaction(async (tx) => {
      for (const { id } of rows.slice(0, EDITS)) await tx.execute('UPDATE products SET price = price + 10 WHERE id = ?', [id]);
    });
    await until(() => uploaded >= EDITS);
  });
  const theirs = rows.slice(5_000, 5_000 + EDITS).map((row) => changed(row, 20));
  const pullMs = await timed(async () => {
    theirs.forEach(put);
    for (const tellNews of listeners) tellNews();
    const last = theirs.at(-1);
    await until(async () => (await database.get('SELECT price FROM products WHERE id = ?', [last.id])).price === last.price);
  });
  tell({ bootstrapMs, pushMs, pullMs });
}
