import type { Asked } from '#shared/contract/channel.ts';
import type { IpcChannels } from '#shared/contract/ipc.ts';

type Query = Asked<IpcChannels, 'catalog.page'>['query'];
const search = (text: string, locale: Query['locale'] = 'fr'): Query => ({ filter: { text }, sort: { by: 'relevance', dir: 'asc' }, locale });
const filter = (part: Query['filter'], by: Query['sort']['by'] = 'title', dir: Query['sort']['dir'] = 'asc', locale: Query['locale'] = 'fr'): Query => ({ filter: part, sort: { by, dir }, locale });

/** What sellers type, key by key and whole, in three languages; codes as they are scanned. */
export const searches: readonly Query[] = [
  ...['r', 'ro', 'rob', 'robe', 'robe br', 'robe brodée', 'robe brodée soie', 'babouche', 'babouche cuir safran', 'BAB-0417', 'bab', 'théière laiton', 'theiere', 'tapis laine losange', 'coussin velours', 'savon rose', 'lanterne verre coloré', 'sac à main daim', 'plat tagine', 'huile argan', 'maison', 'atelier', 'cèdre Atlas', 'Fès', 'introuvable xyz', 'de la', '6111000004174'].map((text) => search(text)),
  ...['dress', 'embroidered silk dress', 'leather', 'brass teapot', 'rug', 'wool rug diamond', 'cedar chest', 'gift box'].map((text) => search(text, 'en')),
  ...['فستان', 'فستان مطرز', 'بلغة', 'زربية', 'من الجلد', 'شاي', 'فاس'].map((text) => search(text, 'ar')),
];

/** What sellers filter and sort by. */
export const filters: readonly Query[] = [
  filter({ status: ['published'] }), filter({ status: ['draft', 'changes_requested'] }, 'updatedAt', 'desc'), filter({ availableBelow: 5 }, 'available'), filter({ availableBelow: 1, status: ['published'] }, 'updatedAt', 'desc'),
  filter({ missing: ['image'] }), filter({ missing: ['text-ar'] }, 'completeness'), filter({ missing: ['gtin', 'text-en'] }, 'sku'), filter({ brand: 'Dar Liwan' }, 'price', 'desc'), filter({ tag: 'cadeau' }, 'price'),
  filter({ priceMin: 20_000, priceMax: 50_000 }, 'price'), filter({ kind: ['service', 'digital'] }), filter({}, 'price', 'desc'), filter({}, 'available'), filter({}, 'completeness'), filter({}, 'sku'), filter({}, 'updatedAt', 'desc'), filter({}, 'compareAt', 'desc'), filter({}, 'status'),
  filter({}, 'title', 'asc', 'ar'), filter({}, 'title', 'desc', 'en'), filter({ text: 'robe', status: ['published'], availableBelow: 10 }, 'price'), filter({ text: 'cuir', priceMax: 30_000 }, 'available'), filter({ unsent: true }), filter({ conflicted: true }),
];
