import { openSync, writeSync } from 'node:fs';
import { openCache } from '#electron/db/open.ts';
import { reserveLog } from '#electron/db/log-room.ts';
import { editProducts } from '#electron/catalog/edits.ts';
import { aVendor, at, id, productIdOf } from '#tests/builders/catalog.ts';
import { pricePath } from './one-product.ts';

/**
 * Edits one price again and again, as the console does it, and says after each that it is safe.
 *
 * node outbox-workload.ts CACHE ACKS full|normal EDITS
 */
const [cacheFile, ackFile, synchronous, edits] = process.argv.slice(2) as [string, string, 'full' | 'normal', string];
const cache = openCache(cacheFile, { now: () => at(1) });
// As it is in life for `full`; `normal` is the control that has to lose something.
if (synchronous === 'normal') cache.sqlite.pragma('synchronous = NORMAL');
// Writes must be seen as writes, and the log must be written back now and then during so short a run.
cache.sqlite.pragma('mmap_size = 0');
cache.sqlite.pragma('wal_autocheckpoint = 60');
const acks = openSync(ackFile, 'a');
let made = 0;
const newId = () => id(0xd_0000_0000 + ++made);
for (let n = 1; n <= Number(edits); n++) {
  const done = await editProducts(cache, [{ id: productIdOf(1), ops: [{ op: 'set', path: pricePath, base: 999 + n, value: 1_000 + n }] }], 'edit-price', { actor: aVendor, at: at(10_000 + n), newId });
  if (!done.ok) throw new Error(done.error.code);
  writeSync(acks, `${n}\n`);
  // What the console does in quiet moments: it makes room in the log, and begins it anew after it was written back.
  if (n === 20) reserveLog(cache, 1024 * 1024);
  if (n % 50 === 0) {
    cache.checkpoint();
    cache.beginLogAnew();
  }
}
process.kill(process.pid, 'SIGKILL');
