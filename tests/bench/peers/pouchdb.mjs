import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import { changed, EDITS, expect, folder, mode, rows, tell, timed } from './workload.mjs';

PouchDB.plugin(memory);
const asDoc = ({ id, ...row }) => ({ _id: id, ...row });
const open = () => new PouchDB(`${folder}/pouch`, { auto_compaction: true });

if (mode === 'open') {
  tell({ coldOpenMs: await timed(async () => expect((await open().allDocs({ include_docs: true, limit: 60 })).rows.length, 60, 'first page')) });
} else {
  const server = new PouchDB('server', { adapter: 'memory' });
  for (let at = 0; at < rows.length; at += 5_000) await server.bulkDocs(rows.slice(at, at + 5_000).map(asDoc));
  const local = open();
  const how = { batch_size: 1_000, batches_limit: 5 };
  const bootstrapMs = await timed(() => local.replicate.from(server, how));
  expect((await local.info()).doc_count, rows.length, 'rows after the bootstrap');
  const edit = async (db, from, by) => {
    const { rows: found } = await db.allDocs({ keys: rows.slice(from, from + EDITS).map(({ id }) => id), include_docs: true });
    await db.bulkDocs(found.map(({ doc }) => ({ ...doc, ...changed(doc, by) })));
  };
  await edit(local, 0, 10);
  const pushMs = await timed(() => local.replicate.to(server, how));
  expect((await server.get(rows[0].id)).price, rows[0].price + 10, 'price on the server');
  await edit(server, 5_000, 20);
  const pullMs = await timed(() => local.replicate.from(server, how));
  expect((await local.get(rows[5_000].id)).price, rows[5_000].price + 20, 'price after the pull');
  await local.close();
  tell({ bootstrapMs, pushMs, pullMs });
}
