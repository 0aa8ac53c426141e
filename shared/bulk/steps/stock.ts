import type { StockLevel, Variant } from '../../catalog/model.ts';
import { ok } from '../../kernel/result.ts';
import type { FieldOp } from '../../sync/model.ts';
import type { StepOf } from '../model.ts';
import type { RunStep } from './step.ts';

/** Counts pieces anew, or moves some in or out, at every place where a variant is kept. Both are movements: what is sold meanwhile stays sold. */
export const stockStep = ({ by, pieces }: StepOf<'stock'>): RunStep => (now) =>
  ok((Object.entries(now.variants) as [string, Variant][]).flatMap(([id, variant]) =>
    (Object.entries(variant.stock) as [string, StockLevel][]).flatMap(([place, { onHand }]): FieldOp[] => {
      const delta = by === 'set' ? pieces - onHand : pieces;
      return delta === 0 ? [] : [{ op: 'add', path: `variants/${id}/stock/${place}/onHand`, delta, reason: 'correction' }];
    })));
