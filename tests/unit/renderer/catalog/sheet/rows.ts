import type { ProductRow } from '#shared/catalog/contract.ts';
import { productRow } from '#shared/catalog/contract.ts';

const idOf = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A line of the list with one variant at one place, whatever else the case needs of it. */
export const aRow = (n: number, part: Partial<Record<keyof ProductRow, unknown>> = {}): ProductRow =>
  productRow.parse({
    id: idOf(n), shopId: idOf(900), title: `Babouche ${n}`, titleLocale: 'fr', sku: `BAB-${n}`, gtin: null, brand: 'Atelier Nour', categoryId: null, kind: 'physical', status: 'published',
    currency: 'MAD', price: 32_900, priceTo: null, compareAt: null, onHand: 15, reserved: 3, available: 12, incoming: 0, completeness: 90, google: 80, score: 70, inReview: null,
    variantCount: 1, variantId: idOf(1_000 + n), locationId: idOf(500), drawing: null, picture: null, updatedAt: 1_763_000_000_000, marks: {}, ...part,
  });
