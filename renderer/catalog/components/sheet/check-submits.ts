import { ask } from '#renderer/lib/client.ts';
import { checkKindToSubmit } from '#shared/catalog/kind-rules.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { withRefused } from './plan.ts';
import type { Plan } from './model.ts';

const AT_ONCE = 50;

/** What a listing lacks to be submitted; the list knows too little of it, the record says. */
const lacks = (product: Product): AppError | null =>
  product.categoryId === null ? { code: 'rule-broken', field: 'categoryId', rule: 'category-to-submit' } : checkKindToSubmit(product);

/** Looks at the listings a plan would submit, so that one that is not ready is named before anything is written. */
export async function checkSubmits(plan: Plan): Promise<Plan> {
  const submits = plan.changes.filter(({ ops }) => ops.some((op) => op.op === 'set' && op.path === 'status' && op.value === 'submitted'));
  let checked = plan;
  for (let at = 0; at < submits.length; at += AT_ONCE) {
    const some = submits.slice(at, at + AT_ONCE);
    const answers = await Promise.all(some.map(({ row }) => ask('catalog.product', { id: row.id })));
    for (const [i, answer] of answers.entries()) {
      const error = answer.ok ? lacks(answer.value.product) : answer.error;
      if (error) checked = withRefused(checked, error, (change) => change === some[i]);
    }
  }
  return checked;
}
