import type { ServerDb } from '#server/db/open.ts';
import { COPY_BITS, hashDistance } from '#shared/media/alike.ts';
import { blobOf, isShown, productsNaming } from '../rows.ts';
import type { StorageKey } from '../storage.ts';
import { bandsOf, nearBands } from './bands.ts';

/** A picture of another shop that looks the same; `since` when it came in, and whether that was before ours; `products` of that shop name it. */
export type Elsewhere = Near & { readonly wasFirst: boolean; readonly products: string[] };

const BANDS = ['band_0', 'band_1', 'band_2', 'band_3'] as const;
/** More than these tell nobody anything; the nearest come first. */
const MOST = 20;

type Near = { readonly shopId: string; readonly sha256: string; readonly distance: number; readonly since: number };

type Hash = { readonly part: number; readonly phash: string };

/**
 * Pictures of other shops whose hash differs in few bits: by the index of each band first, then bit by bit. Wholes are compared with all there is,
 * parts with wholes: either may be what was cut out of the other.
 */
async function nearOnes({ kysely }: ServerDb, shopId: string, hashes: readonly Hash[]): Promise<Near[]> {
  const found = new Map<string, Near>();
  for (const { part, phash } of hashes) {
    for (const [at, band] of bandsOf(phash).entries()) {
      const rows = await kysely.selectFrom('media_look_hash').innerJoin('media_blob', (join) => join.onRef('media_blob.shop_id', '=', 'media_look_hash.shop_id').onRef('media_blob.sha256', '=', 'media_look_hash.sha256'))
        .select(['media_look_hash.shop_id', 'media_look_hash.sha256', 'phash', 'kept_at']).where(BANDS[at]!, 'in', nearBands(band, COPY_BITS)).where('media_look_hash.shop_id', '<>', shopId).where('scan', '<>', 'quarantined')
        .$if(part > 0, (query) => query.where('part', '=', 0)).execute();
      for (const row of rows) {
        const distance = hashDistance(phash, row.phash);
        const name = `${row.shop_id} ${row.sha256}`;
        if (distance <= Math.min(COPY_BITS, found.get(name)?.distance ?? COPY_BITS)) found.set(name, { shopId: row.shop_id, sha256: row.sha256, distance, since: row.kept_at });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.distance - b.distance || a.since - b.since);
}

/**
 * Where else a picture of a shop is found, changed a little or not at all.
 *
 * @param mayTell whose pictures may be told of; others are as if they were not there
 * @param onlyShown whether only what published listings show counts: nobody learns what another shop has not shown yet
 * @returns null while it has not been looked at
 */
export async function foundElsewhere(db: ServerDb, key: StorageKey, { mayTell, onlyShown }: { readonly mayTell: (shopId: string) => boolean; readonly onlyShown: boolean }): Promise<Elsewhere[] | null> {
  const look = await db.kysely.selectFrom('media_look').select('state').where('shop_id', '=', key.shopId).where('sha256', '=', key.sha256).executeTakeFirst();
  if (!look || look.state === 'waiting') return null;
  if (look.state !== 'known') return [];
  const hashes = await db.kysely.selectFrom('media_look_hash').select(['part', 'phash']).where('shop_id', '=', key.shopId).where('sha256', '=', key.sha256).orderBy('part').execute();
  const own = await blobOf(db.kysely, key);
  const others: Elsewhere[] = [];
  for (const one of await nearOnes(db, key.shopId, hashes)) {
    if (others.length === MOST) break;
    if (!mayTell(one.shopId) || (onlyShown && !(await isShown(db.kysely, one)))) continue;
    others.push({ ...one, wasFirst: one.since < (own?.kept_at ?? Infinity), products: await productsNaming(db.kysely, one) });
  }
  return others;
}
