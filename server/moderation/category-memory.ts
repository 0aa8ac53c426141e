import type { ServerDb } from '#server/db/open.ts';
import { HOUR_MS, type Clock } from '#shared/kernel/time.ts';
import { categoryTrainer, type CategoryModel } from '#shared/moderation/checks/category-model.ts';

const SLICE = 2_000;
/** How long a model is good for: the catalogue it learned from changes slowly. */
const FRESH_MS = 6 * HOUR_MS;

/** Learns from published titles which words belong to which category, when first asked and again some hours later; other work goes on in between. */
export function categoryMemory({ db, clock }: { readonly db: ServerDb; readonly clock: Clock }): () => Promise<CategoryModel> {
  let kept: { readonly at: number; readonly model: Promise<CategoryModel> } | null = null;
  return () => {
    if (kept === null || clock() - kept.at > FRESH_MS) {
      const learning = { at: clock(), model: learn(db) };
      kept = learning;
      // What could not be learned is tried again, not kept for hours.
      learning.model.catch(() => {
        if (kept === learning) kept = null;
      });
    }
    return kept.model;
  };
}

async function learn({ kysely }: ServerDb): Promise<CategoryModel> {
  const trainer = categoryTrainer();
  for (let rid = 0; ;) {
    const rows = await kysely.selectFrom('product').select(['rid', 'status', 'category_id', 'sort_fr', 'sort_en', 'sort_ar']).where('rid', '>', rid).orderBy('rid').limit(SLICE).execute();
    for (const row of rows) if (row.status === 'published' && row.category_id !== null) trainer.add(row.category_id, [row.sort_fr, row.sort_en, row.sort_ar].filter((title) => title !== null).join(' '));
    if (rows.length < SLICE) return trainer.model();
    rid = rows.at(-1)!.rid;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
