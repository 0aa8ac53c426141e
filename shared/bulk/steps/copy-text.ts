import { ok } from '../../kernel/result.ts';
import type { FieldOp } from '../../sync/model.ts';
import type { StepOf } from '../model.ts';
import type { RunStep } from './step.ts';

/** Takes over texts of one language where another has none; a text that is there is never written over. */
export const copyTextStep = ({ from, to, fields }: StepOf<'copy-text'>): RunStep => ({ texts }) =>
  ok(fields.flatMap((field): FieldOp[] => {
    const [source, target] = [texts[from]?.[field] ?? '', texts[to]?.[field] ?? ''];
    if (source.trim() === '' || target.trim() !== '' || source === target) return [];
    return [{ op: 'set', path: `texts/${to}/${field}`, base: texts[to]?.[field] ?? null, value: source }];
  }));
