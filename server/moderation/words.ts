import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import type { ServerTransaction } from '#server/db/transaction.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { searchOf } from '#shared/moderation/checks/word-rules.ts';
import type { RuleView } from '#shared/moderation/contract.ts';
import { wordRule, type WordRule } from '#shared/moderation/model.ts';
import type { Actor } from '#shared/sync/model.ts';
import { atOnce, hold, logEvent, refuse, type ModerationDeps } from './acts.ts';
import { patternFinder } from './pattern-finder.ts';

type Reader = Pick<Kysely<ServerSchema> | ServerTransaction, 'selectFrom'>;

/** The rules as they stand, and the number of their latest change. */
export async function wordRulesNow(db: Reader): Promise<{ readonly version: number; readonly rules: readonly WordRule[] }> {
  const { version } = await db.selectFrom('word_setting').select('version').where('id', '=', 1).executeTakeFirstOrThrow();
  return { version, rules: (await db.selectFrom('word_rule').select('doc').orderBy('id').execute()).map(({ doc }) => wordRule.parse(JSON.parse(doc))) };
}

/** The rules with how often each was found, how often a person looked, and how often it was wrong. */
export async function ruleViews(db: Reader): Promise<{ version: number; rules: RuleView[] }> {
  const { version } = await db.selectFrom('word_setting').select('version').where('id', '=', 1).executeTakeFirstOrThrow();
  const rows = await db.selectFrom('word_rule').selectAll().orderBy('id').execute();
  const counted = await db.selectFrom('word_hit').select((eb) => ['rule_id', 'verdict', eb.fn.countAll<number>().as('many')]).groupBy(['rule_id', 'verdict']).execute();
  const count = (id: string, verdicts: readonly (string | null)[]) => counted.filter((row) => row.rule_id === id && verdicts.includes(row.verdict)).reduce((sum, { many }) => sum + Number(many), 0);
  return {
    version,
    rules: rows.map((row) => ({ ...wordRule.parse(JSON.parse(row.doc)), version: row.version, hits: count(row.id, [null, 'right', 'wrong']), wrong: count(row.id, ['wrong']), judged: count(row.id, ['right', 'wrong']) })),
  };
}

/** Makes or changes a rule. Every listing that waits is looked at again: it was looked at by other words. */
export const saveRule = (deps: ModerationDeps, by: Actor, rule: WordRule, version: number, reason: string): Promise<Result<{ version: number; rules: RuleView[] }, AppError>> =>
  atOnce(deps, async (trx) => {
    const search = searchOf(rule, patternFinder);
    hold(search.ok ? null : search.error);
    const now = deps.clock();
    const was = await deps.db.dialect.lockRows(trx.selectFrom('word_rule').select('version').where('id', '=', rule.id)).executeTakeFirst();
    if ((was?.version ?? 0) !== version) refuse({ code: 'conflict', field: 'rule', rule: 'rule-changed' });
    const row = { version: version + 1, doc: JSON.stringify(rule), changed_by: by.userId, changed_at: now };
    if (was === undefined) await trx.insertInto('word_rule').values({ id: rule.id, ...row }).execute();
    else await trx.updateTable('word_rule').set(row).where('id', '=', rule.id).execute();
    await trx.updateTable('word_setting').set((eb) => ({ version: eb('version', '+', 1) })).where('id', '=', 1).execute();
    await trx.updateTable('moderation_case').set({ look_due: now }).where('is_waiting', '=', 1).execute();
    await logEvent(trx, deps, by, { kind: 'rule-changed', reason, details: { rule: rule.name, enabled: rule.enabled } });
    return ruleViews(trx);
  });

/** Says whether a rule was right about a listing. */
export const markHit = (deps: ModerationDeps, by: Actor, id: string, verdict: 'right' | 'wrong'): Promise<Result<{ id: string }, AppError>> =>
  atOnce(deps, async (trx) => {
    const hit = await trx.updateTable('word_hit').set({ verdict, verdict_by: by.userId }).where('id', '=', id).returning(['case_id', 'product_id', 'piece']).executeTakeFirst();
    if (hit === undefined) return refuse({ code: 'not-found', field: 'hit' });
    await logEvent(trx, deps, by, { caseId: hit.case_id, productId: hit.product_id, kind: 'hit-marked', reason: verdict, details: { piece: hit.piece } });
    return { id };
  });
