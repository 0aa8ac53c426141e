import { sql } from 'kysely';
import type { Locale } from '#shared/auth/model.ts';
import type { Answer } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { nameMatcher, namePattern, usualPatterns, type NameMatch, type NamePattern } from '#shared/media/file-names.ts';
import type { libraryChannels, TrayMatch } from '#shared/media/library-channels.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import { builder, reading } from '../../db/statement.ts';
import { titleOf } from './alike.ts';
import { trayAt, trayOf, trayPlaces, type TrayRow } from './tray-rows.ts';

type Sku = { sku: string; product_id: string; variant_id: string };
const skusOf = reading<{ shop: string }>()((_, p) => sql<Sku>`SELECT v.sku, v.product_id, v.variant_id FROM product AS p JOIN variant AS v ON v.product_id = p.id WHERE p.shop_id = ${p('shop')}`.compile(builder));

const usual: readonly NamePattern[] = usualPatterns.map((text) => {
  const read = namePattern(text);
  if (!read.ok) throw new Error(`the usual pattern ${text} cannot be read`);
  return read.value;
});

type Known = { readonly skus: ReadonlyMap<string, Sku>; readonly match: ReturnType<typeof nameMatcher> };

/** Tells by the names of files in the tray which listings they belong to. Holds the SKUs of the shops it was asked about, until products change. */
export function trayMatcher() {
  const shops = new WeakMap<CacheDb, Map<string, Known>>();
  const knownOf = (db: CacheDb, shopId: string): Known => {
    const known = shops.get(db) ?? new Map<string, Known>();
    shops.set(db, known);
    const there = known.get(shopId);
    if (there) return there;
    const skus = new Map(db.all(skusOf, { shop: shopId }).map((row) => [row.sku, row]));
    const made = { skus, match: nameMatcher(skus.keys()) };
    known.set(shopId, made);
    return made;
  };

  /** By each pattern what the ones before could not tell; several answers only where no pattern has one. */
  const byPatterns = (names: readonly string[], { match }: Known, patterns: readonly NamePattern[]): NameMatch[] => {
    const found: (NameMatch | null)[] = names.map(() => null);
    for (const pattern of patterns) {
      const open = names.map((_, at) => at).filter((at) => found[at]?.is !== 'matched');
      for (const [n, one] of match(open.map((at) => names[at]!), pattern).entries()) {
        const at = open[n]!;
        const before = found[at] ?? null;
        if (one.is === 'matched' || before === null || before.is === 'unmatched') found[at] = one;
      }
    }
    return found.map((one, at) => one ?? { file: names[at]!, is: 'unmatched' });
  };

  return {
    /** @param ids null: all that are in the tray, were not refused and not dropped on a listing */
    match: (db: CacheDb, { shopId, pattern, ids }: { readonly shopId: string; readonly pattern: string | null; readonly ids: readonly string[] | null }, locale: Locale): Result<Answer<typeof libraryChannels, 'media.match'>, AppError> => {
      const written = pattern === null ? null : namePattern(pattern);
      if (written?.ok === false) return err({ code: 'rule-broken', attempted: 'media.match', field: 'pattern', rule: `name-pattern-${written.error}` });
      const rows: readonly TrayRow[] = (ids === null ? trayAt(db, trayPlaces(db, shopId, null).map(({ seq }) => seq)) : trayOf(db, ids)).filter((row) => row.shopId === shopId && row.productId === null && row.state !== 'refused');
      const known = knownOf(db, shopId);
      const found = byPatterns(rows.map(({ name }) => name), known, written === null ? usual : [written.value]);
      const titles = new Map<string, string>();
      return ok({
        matches: rows.map(({ id, state }, at): TrayMatch => {
          const ready = state === 'ready';
          const one = found[at]!;
          if (one.is === 'unmatched') return { id, ready, is: 'unmatched' };
          const named = (sku: string) => {
            const { product_id: productId, variant_id: variantId } = known.skus.get(sku)!;
            const title = titles.get(productId) ?? titleOf(db, productId, locale);
            titles.set(productId, title);
            return { productId: productId as never, variantId: variantId as never, sku, title };
          };
          return one.is === 'ambiguous' ? { id, ready, is: 'ambiguous', variants: one.skus.map(named) } : { id, ready, is: 'matched', ...named(one.sku), place: one.place };
        }),
      });
    },
    /** Products changed. */
    forget: (db: CacheDb): void => void shops.delete(db),
  };
}
export type TrayMatcher = ReturnType<typeof trayMatcher>;
