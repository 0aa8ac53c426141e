import { openCache } from '#electron/db/open.ts';
import { at } from '#tests/builders/catalog.ts';

/** Opens a cache as the console does at its start, making whatever is missing: `node opening.ts CACHE`. Says when it begins and when it is done. */
process.send!('begin');
const cache = openCache(process.argv[2]!, { now: () => at(1) });
process.send!('done');
cache.close();
