import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Product } from '#shared/catalog/model.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { JobHandler, Jobs } from '#server/jobs/jobs.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { exponentOf } from '#shared/kernel/money.ts';
import { factsFor } from '#server/catalog/listing-facts.ts';
import type { CategoryModel } from '#shared/moderation/checks/category-model.ts';
import { likelierCategory } from '#shared/moderation/checks/category-model.ts';
import { CHECKS_VERSION, figureFindings, pictureFindings, textFindings } from '#shared/moderation/checks/listing-checks.ts';
import { outcomeOf, stageBudgetsMs } from '#shared/moderation/checks/stages.ts';
import { findingOf, wordHits, type WordHit } from '#shared/moderation/checks/word-rules.ts';
import { listingScore, SCORE_RULES_VERSION, type ScoreStage } from '#shared/moderation/listing-score.ts';
import { mainLocale, titleIn } from '#shared/moderation/listing-words.ts';
import type { Finding, StageResult, ValidationRun } from '#shared/moderation/model.ts';
import { priorityOf } from '#shared/moderation/priority.ts';
import { activePoints } from '#shared/moderation/strikes.ts';
import { atOnce, logEvent, type ModerationDeps } from './acts.ts';
import type { CaseDoc, CaseRecord } from './case-rows.ts';
import { patternFinder } from './pattern-finder.ts';
import { copiesOf, strangePrice } from './surroundings.ts';
import { wordRulesNow } from './words.ts';

export const LOOK = 'moderation.look';
/** Something that looks at a listing beside our own rules, by configuration: it answers findings, or throws, or never answers. */
export type OutsideLook = { readonly stage: ScoreStage; look(product: Product, signal: AbortSignal): Promise<readonly Finding[]> };
export type LookDeps = ModerationDeps & { readonly categories: () => Promise<CategoryModel>; readonly outside?: readonly OutsideLook[]; /** Budgets other than in life; for tests. */ readonly budgetsMs?: Readonly<Record<ScoreStage, number>> };

/** Runs one stage within its budget. What has not answered by then is told to stop, and is too late whatever it says afterwards. */
export async function runStage({ clock, log }: Pick<ModerationDeps, 'clock' | 'log'>, name: ScoreStage, budgetMs: number, work: (signal: AbortSignal) => Promise<readonly Finding[]>): Promise<StageResult> {
  const began = clock();
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => { timer = setTimeout(() => resolve('late'), budgetMs); });
  const ended = await Promise.race([late, work(stop.signal).then((found): readonly Finding[] | null => found, (cause: unknown) => {
    log.warn({ err: cause, stage: name }, 'a stage of validation failed; a person looks instead');
    return null;
  })]);
  clearTimeout(timer);
  if (ended === 'late') stop.abort();
  const spentMs = Math.max(clock() - began, ended === 'late' ? budgetMs + 1 : 0);
  return { name, budgetMs, spentMs, outcome: outcomeOf(spentMs, budgetMs, ended === 'late' ? null : ended), findings: ended === 'late' || ended === null ? [] : [...ended] };
}

/** Walks a case's listing through all stages and keeps what was found, with the rules it was looked at by. Nothing is published by it: what passes is only further down the queue. */
export async function lookAt(deps: LookDeps, caseId: string): Promise<ValidationRun | null> {
  const { db, clock, budgetsMs = stageBudgetsMs } = deps;
  const asked = await db.kysely.selectFrom('moderation_case').innerJoin('product', 'product.id', 'moderation_case.product_id').select(['look_due', 'product.doc', 'product.version']).where('moderation_case.id', '=', caseId).executeTakeFirst();
  if (asked === undefined) {
    // Nothing to look at any more: it must not stand before those that wait for a look.
    await db.kysely.updateTable('moderation_case').set({ look_due: null }).where('id', '=', caseId).execute();
    return null;
  }
  const product = JSON.parse(asked.doc) as Product;
  const words = await wordRulesNow(db.kysely);
  // Learning is not looking: the first listing after a start does not pay for it.
  const model = await deps.categories();
  const texts = textFindings(product);
  let hits: readonly WordHit[] = [];
  const own: Readonly<Record<ScoreStage, () => Promise<readonly Finding[]>>> = {
    image: async () => [...pictureFindings(product), ...(await copiesOf(db, product)).map((copy): Finding => ({ check: 'picture-copied', field: 'images', severity: copy.wasFirst ? 'high' : 'hint', details: { sha256: copy.sha256, bits: copy.distance } })).slice(0, 6)],
    description: async () => texts.description,
    category: () => Promise.resolve(categoryFindings(model, product)),
    quality: async () => {
      const price = await strangePrice(db.kysely, product);
      return [...figureFindings(product), ...(price === null ? [] : [{ check: price.isDear ? 'price-dear' : 'price-cheap', field: 'variants', severity: 'medium' as const, details: { times: price.times } }])];
    },
    moderation: async () => {
      hits = wordHits(product, words.rules, patternFinder);
      return [...texts.moderation, ...hits.map(findingOf)];
    },
  };
  const stages: StageResult[] = [];
  for (const name of Object.keys(own) as ScoreStage[]) {
    const others = (deps.outside ?? []).filter(({ stage }) => stage === name);
    stages.push(await runStage(deps, name, budgetsMs[name], async (signal) => (await Promise.all([own[name](), ...others.map((one) => one.look(product, signal))])).flat()));
  }
  const now = clock();
  const required = await atOnce(deps, (trx) => factsFor(trx, [product]));
  const score = listingScore(product, required.ok ? required.value(product).required : []).total;
  const run: ValidationRun = { at: now, productVersion: asked.version, checksVersion: CHECKS_VERSION, scoreVersion: SCORE_RULES_VERSION, wordsVersion: words.version, score, stages };
  await atOnce(deps, (trx) => keep(trx, deps, caseId, asked.look_due, product, run, hits));
  return run;
}

function categoryFindings(model: CategoryModel, product: Product): Finding[] {
  if (product.categoryId === null) return [{ check: 'category-none', field: 'categoryId', severity: 'low', details: {} }];
  const other = likelierCategory(model, product.categoryId, titleIn(product, mainLocale(product) ?? 'fr'));
  return other === null ? [] : [{ check: 'category-unlikely', field: 'categoryId', severity: 'low', details: { other: other.category, words: other.words.join(', ') } }];
}

async function keep(trx: ServerTransaction, deps: ModerationDeps, caseId: string, lookDue: number | null, product: Product, run: ValidationRun, hits: readonly WordHit[]): Promise<void> {
  const held = await deps.db.dialect.lockRows(trx.selectFrom('moderation_case').selectAll().where('id', '=', caseId)).executeTakeFirst();
  if (held === undefined) return;
  const { total, lines } = priorityOf(await priorityFacts(trx, held, product, run));
  const doc: CaseDoc = { priority: lines, run, hidesPictures: run.stages.some(({ findings }) => findings.some(({ check }) => check === 'word-sensitive' || check === 'picture-sensitive')) };
  await trx.updateTable('moderation_case').set({ priority: total, doc: JSON.stringify(doc), ...(held.look_due === lookDue ? { look_due: null } : {}) }).where('id', '=', caseId).execute();
  await trx.insertInto('moderation_run').values({ case_id: caseId, at: run.at, doc: JSON.stringify(run) }).execute();
  for (const { rule, field, piece } of hits) {
    await trx.insertInto('word_hit').values({ id: uuidv7(deps.clock, deps.random), rule_id: rule.id, case_id: caseId, product_id: held.product_id, field, piece, at: run.at, verdict: null, verdict_by: null })
      .onConflict((on) => on.columns(['case_id', 'rule_id', 'field']).doUpdateSet({ piece, at: run.at })).execute();
  }
  await logEvent(trx, deps, null, { caseId, productId: held.product_id, shopId: held.shop_id, kind: 'validated', reason: 'rules', details: { score: run.score, checks: run.checksVersion, words: run.wordsVersion } });
}

/** What the priority of a case is worked out from, as things stand. */
export async function priorityFacts(trx: Pick<ServerTransaction, 'selectFrom'>, held: CaseRecord, product: Product, run: ValidationRun) {
  const reports = await trx.selectFrom('moderation_report').select('reporter_id').where('product_id', '=', held.product_id).where('outcome', 'is', null).execute();
  const known = reports.length === 0 ? [] : await trx.selectFrom('moderation_report').select('outcome').where('reporter_id', 'in', reports.map(({ reporter_id }) => reporter_id)).where('outcome', 'is not', null).execute();
  const strikes = await trx.selectFrom('moderation_strike').select(['points', 'at', 'expires_at']).where('shop_id', '=', held.shop_id).execute();
  const value = variantsInOrder(product).reduce((sum, [, { price, stock }]) => sum + price * Object.values(stock).reduce((pieces, { onHand }) => pieces + Math.max(0, onHand), 0), 0);
  return {
    reason: held.reason, findings: run.stages.flatMap(({ findings }) => findings), timedOut: run.stages.filter(({ outcome }) => outcome === 'timed-out' || outcome === 'failed').length,
    reports: reports.length, reportsRight: known.filter(({ outcome }) => outcome === 'right').length, reportsDecided: known.length,
    strikePoints: activePoints(strikes.map(({ points, at, expires_at }) => ({ points, at, expiresAt: expires_at })), run.at), valueAtRisk: value / 10 ** exponentOf(product.currency),
  };
}

/** The job that looks at a case; a run that was cut comes again and finds the same. */
export const lookHandler = (deps: LookDeps, changed: () => void): JobHandler => async (payload) => {
  await lookAt(deps, String(payload));
  changed();
  return { name: 'done' };
};

/** Asks for a job for each case that is to be looked at, as the case itself says. @returns how many there were */
export async function askForLooks({ db }: ModerationDeps, jobs: Pick<Jobs, 'add' | 'nudge'>): Promise<number> {
  const due = await db.kysely.selectFrom('moderation_case').select(['id', 'look_due']).where('look_due', 'is not', null).orderBy('look_due').limit(50).execute();
  for (const { id, look_due } of due) await jobs.add(db.kysely, { type: LOOK, key: `${id} ${look_due}`, payload: id, mostAttempts: 5 });
  if (due.length > 0) jobs.nudge();
  return due.length;
}
