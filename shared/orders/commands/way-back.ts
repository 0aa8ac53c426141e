import type { AppError } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Order, OrderFact } from '../model.ts';
import type { Said } from './said.ts';

/** Why a parcel was taken back, where the person only pressed "undo". */
const TAKEN_BACK = 'taken back';

/** What takes back a thing that was said and sent; null: it stands, and something else has to be done about it. */
function wayBack(id: string, fact: OrderFact): Said | null {
  switch (fact.kind) {
    case 'held': return { kind: 'released', holdId: id, note: null };
    case 'released': return { kind: 'held', reason: TAKEN_BACK };
    case 'parcel-shipped': return { kind: 'parcel-voided', parcelId: id, reason: TAKEN_BACK };
    case 'return-requested': return { kind: 'return-cancelled', returnId: id };
    case 'note-written': return { kind: 'note-withdrawn', noteId: id };
    case 'archived': return { kind: 'unarchived' };
    case 'unarchived': return { kind: 'archived' };
    default: return null;
  }
}

/** The facts that take back others, the last said first; refused where one of them has no way back. */
export function waysBack(order: Order, ids: readonly string[]): Result<readonly Said[], AppError> {
  const back: Said[] = [];
  for (const id of ids.toReversed()) {
    const fact = order.facts[id];
    const way = fact === undefined ? null : wayBack(id, fact);
    if (way === null) return err({ code: 'rule-broken', rule: 'no-way-back', details: { kind: fact?.kind ?? null } });
    back.push(way);
  }
  return ok(back);
}
