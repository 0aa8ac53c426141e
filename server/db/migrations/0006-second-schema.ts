import { sql, type Kysely } from 'kysely';
import { schemaSteps } from '#shared/catalog/schema-steps.ts';
import type { Product } from '#shared/catalog/model.ts';
import { completenessPercents } from '#shared/catalog/completeness.ts';
import type { Json } from '#shared/kernel/json.ts';
import { listingScore } from '#shared/moderation/listing-score.ts';
import type { ServerMigration } from './migration.ts';
import { run } from './run.ts';

const columns = ['google_fr', 'google_en', 'google_ar', 'score', 'in_review'] as const;
const SLICE = 500;

/** Rewrites the records of a kind through one direction of the step from schema 1 to 2. */
async function rewrite(db: Kysely<unknown>, entity: 'shop', way: 'up' | 'down'): Promise<void> {
  const step = schemaSteps.find(({ from }) => from === 1)!;
  const { rows } = await sql<{ id: string; doc: string }>`SELECT id, doc FROM shop`.execute(db);
  for (const { id, doc } of rows) await sql`UPDATE shop SET doc = ${JSON.stringify(step[way](entity, JSON.parse(doc) as Json))} WHERE id = ${id}`.execute(db);
}

/**
 * Schema 2 of the records: a shop's places stand under their ids. And the columns by which lists are sorted since: completeness for Google
 * Merchant, the score of a listing, whether an edit of it waits for a moderator. No category asks for attributes yet at this step.
 */
export const secondSchema: ServerMigration = {
  async up(db, { ddl: { int } }) {
    await run(db, ...columns.map((name) => `ALTER TABLE product ADD COLUMN ${name} ${int} NOT NULL DEFAULT 0`));
    await rewrite(db, 'shop', 'up');
    for (let after = ''; ; ) {
      const { rows } = await sql<{ id: string; doc: string }>`SELECT id, doc FROM product WHERE id > ${after} ORDER BY id LIMIT ${SLICE}`.execute(db);
      for (const { id, doc } of rows) {
        const product = JSON.parse(doc) as Product;
        const google = completenessPercents(product, 'google', []);
        const shop = completenessPercents(product, 'shop', []);
        await sql`UPDATE product SET complete_fr = ${shop.fr}, complete_en = ${shop.en}, complete_ar = ${shop.ar}, google_fr = ${google.fr}, google_en = ${google.en}, google_ar = ${google.ar}, score = ${listingScore(product, []).total} WHERE id = ${id}`.execute(db);
        after = id;
      }
      if (rows.length < SLICE) return;
    }
  },
  async down(db) {
    await rewrite(db, 'shop', 'down');
    await run(db, ...columns.map((name) => `ALTER TABLE product DROP COLUMN ${name}`));
  },
};
