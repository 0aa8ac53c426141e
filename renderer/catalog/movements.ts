import type { HistoryEntry } from '#shared/catalog/contract.ts';
import { stockLevel, variant as variantSchema, type LocationId, type Variant, type VariantId } from '#shared/catalog/model.ts';
import { totalStock, type StockReason } from '#shared/catalog/stock-rules.ts';
import type { Json } from '#shared/kernel/json.ts';

/** One movement of a variant's pieces on hand, and how many there were over all places afterwards. */
export type Movement = {
  readonly key: string;
  readonly entry: HistoryEntry;
  readonly place: LocationId | null;
  readonly delta: number;
  /** `counted`: a new figure was written; `created`: the variant came with pieces. */
  readonly why: StockReason | 'counted' | 'created';
  readonly balance: number;
};

const reasons: readonly StockReason[] = ['sale', 'return', 'correction', 'transfer', 'damage', 'receipt'];
const onHandOf = (value: Json): number => stockLevel.safeParse(value).data?.onHand ?? 0;
const piecesOf = (value: Json): number => {
  const read = variantSchema.safeParse(value);
  return read.success ? totalStock(read.data).onHand : 0;
};
const figure = (value: Json): number => (typeof value === 'number' ? value : 0);

/** The pieces one change moved, or null when it is about something else. */
function moveOf(change: HistoryEntry['changes'][number], id: VariantId): Pick<Movement, 'place' | 'delta' | 'why'> | null {
  const [collection, variantId, part, place, field] = change.path.split('/');
  if (collection !== 'variants' || variantId !== id) return null;
  if (part === undefined) return { place: null, delta: piecesOf(change.after) - piecesOf(change.before), why: 'created' };
  if (part !== 'stock' || place === undefined) return null;
  const at = place as LocationId;
  if (field === undefined) return { place: at, delta: onHandOf(change.after) - onHandOf(change.before), why: 'counted' };
  if (field !== 'onHand') return null;
  if (change.delta === null) return { place: at, delta: figure(change.after) - figure(change.before), why: 'counted' };
  return { place: at, delta: change.delta, why: reasons.find((reason) => reason === change.reason) ?? 'correction' };
}

/**
 * The movements of one variant out of its product's history, newest first, with the balance after each: counted back from what is there now.
 * Edits that were refused moved nothing and are left out.
 *
 * @param entries newest first, as the history gives them
 */
export function movementsOf(entries: readonly HistoryEntry[], id: VariantId, variant: Pick<Variant, 'stock'>): readonly Movement[] {
  let balance = totalStock(variant).onHand;
  const movements: Movement[] = [];
  for (const entry of entries) {
    if (entry.state === 'rejected' || entry.state === 'conflict') continue;
    for (const [at, change] of entry.changes.entries()) {
      const move = moveOf(change, id);
      if (move === null || move.delta === 0) continue;
      movements.push({ key: `${entry.id}-${at}`, entry, balance, ...move });
      balance -= move.delta;
    }
  }
  return movements;
}
