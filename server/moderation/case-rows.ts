import type { Kysely, Selectable } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { slices } from '#server/sync/bulk-insert.ts';
import type { Product } from '#shared/catalog/model.ts';
import { stateAt } from '#shared/moderation/case-states.ts';
import type { CaseRow } from '#shared/moderation/contract.ts';
import { mainLocale, titleIn } from '#shared/moderation/listing-words.ts';
import type { ValidationRun } from '#shared/moderation/model.ts';
import type { PriorityLine } from '#shared/moderation/priority.ts';
import type { ModerationCaseTable } from './tables.ts';

export type CaseRecord = Selectable<ModerationCaseTable>;
/** What a case knows of how it was looked at. */
export type CaseDoc = { readonly priority: readonly PriorityLine[]; readonly run: ValidationRun | null; readonly hidesPictures: boolean };
export const docOf = ({ doc }: Pick<CaseRecord, 'doc'>): CaseDoc => JSON.parse(doc) as CaseDoc;

const weights = ['hint', 'low', 'medium', 'high', 'critical'] as const;
/** The gravest finding of a run; null: nothing was found, or nobody has looked. */
const gravestOf = (run: ValidationRun | null): CaseRow['gravest'] =>
  (run?.stages ?? []).flatMap(({ findings }) => findings).reduce<CaseRow['gravest']>((worst, { severity }) => (worst === null || weights.indexOf(severity) > weights.indexOf(worst) ? severity : worst), null);

/** Cases as lines of a queue, with the names they need, in the order given. */
export async function caseRows(db: Kysely<ServerSchema>, cases: readonly CaseRecord[], now: number): Promise<CaseRow[]> {
  const read = async <T>(ids: readonly string[], ask: (slice: readonly string[]) => Promise<readonly T[]>): Promise<T[]> => {
    const found: T[] = [];
    for (const slice of slices([...new Set(ids)])) found.push(...(await ask(slice)));
    return found;
  };
  const products = new Map((await read(cases.map((one) => one.product_id), (slice) => db.selectFrom('product').select(['id', 'doc', 'score']).where('id', 'in', slice).execute())).map((row) => [row.id, row]));
  const shops = new Map((await read(cases.map((one) => one.shop_id), (slice) => db.selectFrom('shop').select(['id', 'name']).where('id', 'in', slice).execute())).map(({ id, name }) => [id, name]));
  const people = await namesOf(db, cases.flatMap(({ claimed_by }) => claimed_by ?? []));
  const decisions = new Map((await read(cases.flatMap(({ decision_id }) => decision_id ?? []), (slice) => db.selectFrom('moderation_decision').select(['id', 'action']).where('id', 'in', slice).execute())).map(({ id, action }) => [id, action]));
  return cases.map((one): CaseRow => {
    const held = products.get(one.product_id);
    const product = held ? (JSON.parse(held.doc) as Product) : null;
    const { run } = docOf(one);
    const state = stateAt({ state: one.state, claimedBy: one.claimed_by, claimUntil: one.claim_until, mutedUntil: one.muted_until }, now);
    const isHeld = one.claimed_by !== null && (one.claim_until ?? 0) > now;
    return {
      id: one.id, productId: one.product_id, shopId: one.shop_id, shopName: shops.get(one.shop_id) ?? '', title: product === null ? '' : titleIn(product, mainLocale(product) ?? 'fr'), state, reason: one.reason,
      locale: one.locale, categoryId: one.category_id, openedAt: one.opened_at, changedAt: one.changed_at, priority: one.priority, score: held?.score ?? 0, gravest: gravestOf(run),
      timedOut: run?.stages.some(({ outcome }) => outcome === 'timed-out' || outcome === 'failed') ?? false,
      claimedBy: isHeld ? { id: one.claimed_by!, name: people.get(one.claimed_by!) ?? null } : null, claimUntil: isHeld ? one.claim_until : null,
      mutedUntil: state === 'muted' ? one.muted_until : null, action: (one.decision_id === null ? undefined : decisions.get(one.decision_id)) ?? null,
    } as CaseRow;
  });
}

/** The names of people, for staff. */
export async function namesOf(db: Kysely<ServerSchema>, ids: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const slice of slices([...new Set(ids)])) for (const { id, name } of await db.selectFrom('app_user').select(['id', 'name']).where('id', 'in', slice).execute()) found.set(id, name);
  return found;
}
