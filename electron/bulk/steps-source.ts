import type { RunSteps } from '#shared/bulk/steps/prepare-steps.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import { reading } from '../db/statement.ts';
import type { PlanSource } from './plan-source.ts';

const docOf = reading<{ id: string }>()((q, p) => q.selectFrom('product').select('doc').where('id', '=', p('id')));

/** Chosen products, and what steps make of each; one that was deleted since it was chosen is skipped. */
export function stepsSource(ids: readonly ProductId[], run: RunSteps): PlanSource {
  return {
    total: ids.length,
    intended: (db, at) => {
      const record = ids[at]!;
      const stored = db.get(docOf, { id: record });
      if (stored === undefined) return { what: 'skip', record, product: null, problem: { code: 'gone' } };
      const before = JSON.parse(stored.doc) as Product;
      const done = run(before);
      return done.ok ? { what: 'edit', before, after: done.value.after, paths: done.value.paths } : { what: 'fail', record, product: before, problem: done.error };
    },
  };
}
