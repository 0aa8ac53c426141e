import type { Product } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CaseDetail } from '#shared/moderation/contract.ts';
import { mainLocale, titleIn } from '#shared/moderation/listing-words.ts';
import { sameJson } from '#shared/sync/equal.ts';
import type { Json } from '#shared/kernel/json.ts';
import { caseRows, docOf, namesOf } from './case-rows.ts';
import { viewOf } from './decision-view.ts';
import type { ModerationDeps } from './acts.ts';
import { viewersOf } from './step.ts';
import { copiesOf, strangePrice } from './surroundings.ts';

const titled = (doc: string): string => {
  const product = JSON.parse(doc) as Product;
  return titleIn(product, mainLocale(product) ?? 'fr');
};

/** Everything a reviewer sees about one case; `run` is null while the checks have not looked at it. */
export async function readCase(deps: Pick<ModerationDeps, 'db' | 'clock'>, me: string, id: string): Promise<Result<CaseDetail, AppError>> {
  const { db, clock } = deps;
  const { kysely } = db;
  const held = await kysely.selectFrom('moderation_case').selectAll().where('id', '=', id).executeTakeFirst();
  if (held === undefined) return err({ code: 'not-found', field: 'case' });
  const now = clock();
  const decisionRow = held.decision_id === null ? undefined : await kysely.selectFrom('moderation_decision').selectAll().where('id', '=', held.decision_id).executeTakeFirst();
  const stored = await kysely.selectFrom('product').select(['doc', 'version']).where('id', '=', held.product_id).executeTakeFirst();
  if (stored === undefined && decisionRow === undefined) return err({ code: 'not-found', field: 'product' });
  const product = JSON.parse(stored?.doc ?? decisionRow!.product_doc) as Product;
  const before = await kysely.selectFrom('moderation_decision').select('product_doc').where('product_id', '=', held.product_id).orderBy('decided_at', 'desc').executeTakeFirst();
  const earlier = before === undefined ? null : (JSON.parse(before.product_doc) as Product);
  const shop = await kysely.selectFrom('shop').select('name').where('id', '=', product.shopId).executeTakeFirst();
  const states = await kysely.selectFrom('product').select((eb) => ['status', eb.fn.countAll<number>().as('many')]).where('shop_id', '=', product.shopId).groupBy('status').execute();
  const decided = await kysely.selectFrom('moderation_decision').select((eb) => ['action', eb.fn.countAll<number>().as('many')]).where('shop_id', '=', product.shopId).groupBy('action').execute();
  const sum = (rows: readonly { many: number | string | bigint }[]) => rows.reduce((all, { many }) => all + Number(many), 0);
  const strikes = await kysely.selectFrom('moderation_strike').select(['points', 'at', 'expires_at']).where('shop_id', '=', product.shopId).orderBy('at', 'desc').execute();
  const sanction = await kysely.selectFrom('moderation_sanction').select(['kind', 'until_at']).where('shop_id', '=', product.shopId).where('lifted_at', 'is', null).where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', now)])).orderBy('from_at', 'desc').executeTakeFirst();
  const others = await kysely.selectFrom('product').select(['id', 'doc', 'status']).where('shop_id', '=', product.shopId).where('id', '<>', product.id).orderBy('rid', 'desc').limit(6).execute();
  const events = await kysely.selectFrom('moderation_event').selectAll().where('case_id', '=', id).orderBy('rid', 'desc').limit(100).execute();
  const viewers = (await viewersOf(kysely as never, id, now)).filter(({ user_id }) => user_id !== me);
  const people = await namesOf(kysely, [...events.flatMap(({ actor_id }) => actor_id ?? []), ...viewers.map(({ user_id }) => user_id), ...(decisionRow ? [decisionRow.decided_by] : [])]);
  const price = await strangePrice(kysely, product);
  const copies = await copiesOf(db, product);
  const copiedShops = new Map(copies.length === 0 ? [] : (await kysely.selectFrom('shop').select(['id', 'name']).where('id', 'in', [...new Set(copies.map((copy) => copy.otherShopId))]).execute()).map((one) => [one.id, one.name]));
  const named = copies.flatMap((copy) => copy.products.slice(0, 2));
  const copiedTitles = new Map(named.length === 0 ? [] : (await kysely.selectFrom('product').select(['id', 'doc']).where('id', 'in', named).execute()).map((one) => [one.id, titled(one.doc)]));
  const hits = await kysely.selectFrom('word_hit').innerJoin('word_rule', 'word_rule.id', 'word_hit.rule_id').select(['word_hit.id', 'word_rule.doc', 'word_hit.piece', 'word_hit.field', 'word_hit.verdict']).where('word_hit.case_id', '=', id).execute();
  const reports = await kysely.selectFrom('moderation_report').select(['policy', 'text', 'at']).where('product_id', '=', held.product_id).orderBy('at', 'desc').limit(50).execute();
  const { priority, run, hidesPictures } = docOf(held);
  return ok({
    row: (await caseRows(kysely, [held], now))[0]!,
    product, productVersion: stored?.version ?? decisionRow!.product_version,
    earlier: earlier !== null && !sameJson(earlier as unknown as Json, product as unknown as Json) ? earlier : null,
    priority: [...priority], run,
    events: events.map((event) => ({ id: event.id, kind: event.kind, by: event.actor_id === null ? null : { id: event.actor_id, name: people.get(event.actor_id) ?? null }, reason: event.reason, at: event.at, details: JSON.parse(event.details) as Record<string, string> })),
    viewers: viewers.map(({ user_id }) => ({ id: user_id, name: people.get(user_id) ?? null })),
    decision: decisionRow === undefined ? null : viewOf(decisionRow, people.get(decisionRow.decided_by) ?? ''),
    vendor: {
      shopId: product.shopId, name: shop?.name ?? '', listings: sum(states), published: sum(states.filter(({ status }) => status === 'published')), decided: sum(decided), refused: sum(decided.filter(({ action }) => action !== 'approve')),
      strikes: strikes.map(({ points, at, expires_at }) => ({ points, at, expiresAt: expires_at })), sanction: sanction === undefined ? null : { kind: sanction.kind, until: sanction.until_at },
      others: others.map((other) => ({ id: other.id, title: titled(other.doc), status: other.status })),
    },
    price: price === null ? null : { ...price, currency: product.currency },
    copies: copies.map((copy) => ({ ...copy, otherShopName: copiedShops.get(copy.otherShopId) ?? '', products: copy.products.slice(0, 2).map((productId) => ({ id: productId, title: copiedTitles.get(productId) ?? '' })) })),
    hidesPictures, reports,
    hits: hits.map(({ id: hit, doc, piece, field, verdict }) => ({ id: hit, rule: (JSON.parse(doc) as { name: string }).name, piece, field, verdict })),
  } as unknown as CaseDetail);
}
