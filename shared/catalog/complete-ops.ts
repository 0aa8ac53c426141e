import type { Json } from '../kernel/json.ts';
import type { FieldOp } from '../sync/model.ts';
import { getAt } from '../sync/paths.ts';
import { isUndecided } from './listing-states.ts';
import type { Product } from './model.ts';

/**
 * Completes what a screen asks for to what the record needs: the first word in a new language brings the language's other text along
 * (empty), the first movement at a new place makes the place, an approval lets go of what waited for it.
 *
 * @returns the same list when nothing had to be added
 */
export function completeOps(doc: Product, ops: readonly FieldOp[]): readonly FieldOp[] {
  const record = doc as unknown as Json;
  const out: FieldOp[] = [];
  const made = new Set<string>();
  let changed = false;
  for (const op of ops) {
    const steps = op.path.split('/');
    if (steps.length === 3 && steps[0] === 'texts' && op.op === 'set' && getAt(record, `texts/${steps[1]}`) === null) {
      out.push(op);
      made.add(op.path);
      continue;
    }
    const place = steps.length === 5 && steps[2] === 'stock' ? steps.slice(0, 4).join('/') : null;
    const field = steps[4];
    if (place !== null && (field === 'onHand' || field === 'incoming') && op.op !== 'members' && !made.has(place) && getAt(record, place) === null && getAt(record, steps.slice(0, 2).join('/')) !== null) {
      const amount = op.op === 'add' ? op.delta : op.value;
      out.push({ op: 'set', path: place, base: null, value: { onHand: 0, reserved: 0, incoming: 0, [field]: amount } });
      made.add(place);
      changed = true;
      continue;
    }
    out.push(op);
    made.add(op.path);
  }
  for (const op of ops) {
    const [, locale, field] = op.path.split('/');
    if (!made.has(op.path) || !op.path.startsWith('texts/') || field === undefined || getAt(record, `texts/${locale}`) !== null) continue;
    const other = `texts/${locale}/${field === 'title' ? 'description' : 'title'}`;
    if (made.has(other) || made.has(`texts/${locale}`)) continue;
    out.push({ op: 'set', path: other, base: null, value: '' });
    made.add(other);
    changed = true;
  }
  const approves = ops.some(({ op, path, ...said }) => op === 'set' && path === 'status' && 'value' in said && said.value === 'approved');
  if (approves && doc.review && isUndecided(doc.status) && !made.has('review')) {
    out.push({ op: 'set', path: 'review', base: doc.review as unknown as Json, value: null });
    changed = true;
  }
  return changed ? out : ops;
}
