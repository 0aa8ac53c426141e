import type { Product, ProductImage } from '#shared/catalog/model.ts';
import type { SimServer } from '../world/sim-server.ts';
import { same } from './record-model.ts';
import type { Report } from './violation.ts';

type Use = { readonly shop_id: string; readonly asset: string; readonly product_id: string; readonly is_live: number };

/** Files a listing proposes, and those buyers see meanwhile: told from the record alone. */
function named({ images, review }: Product): Map<string, number> {
  const held = (review?.live ?? {}) as Readonly<Record<string, unknown>>;
  const seen = Object.fromEntries([...Object.entries(images), ...Object.entries(held).filter(([path]) => /^images\/[^/]+$/.test(path)).map(([path, image]) => [path.slice('images/'.length), image])]) as Record<string, ProductImage | null>;
  const uses = new Map<string, number>();
  for (const [entries, isLive] of [[images, review ? 0 : 1], [seen, 1]] as const) for (const image of Object.values(entries)) if (image?.picture) uses.set(image.picture.sha256, isLive);
  return uses;
}

/** I1: which files listings show is what the server keeps of it; by that it serves them, and lets go of those nobody shows. */
export function checkUses(server: SimServer, report: Report): void {
  const { sqlite } = server.db;
  const products = (sqlite!.prepare('SELECT doc FROM product ORDER BY id').all() as { doc: string }[]).map(({ doc }) => JSON.parse(doc) as Product);
  const expected = products.flatMap((product) => [...named(product)].map(([asset, isLive]) => `${product.id} ${product.shopId} ${asset} ${isLive}`)).sort();
  const kept = (sqlite!.prepare('SELECT * FROM media_use').all() as Use[]).map((use) => `${use.product_id} ${use.shop_id} ${use.asset} ${use.is_live}`).sort();
  if (!same(kept, expected)) report('I1', `the server keeps other uses of pictures than its records name: ${kept.filter((one) => !expected.includes(one)).join(', ')} instead of ${expected.filter((one) => !kept.includes(one)).join(', ')}`);
}
