import type { EndpointHandlers } from '#server/http/handler.ts';
import { may, mayNot } from '#shared/auth/permissions.ts';
import type { ActionOn } from '#shared/auth/permission-table.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { isOpen } from '#shared/moderation/case-states.ts';
import type { moderationEndpoints } from '#shared/moderation/contract.ts';
import type { Actor } from '#shared/sync/model.ts';
import { appealDecision, decideAppeal } from './appeal.ts';
import { namesOf } from './case-rows.ts';
import { logCsv, transparencyCsv } from './csv.ts';
import { decideCase } from './decide.ts';
import { viewOf } from './decision-view.ts';
import type { LookDeps } from './look.ts';
import { readQueue } from './queue.ts';
import { readCase } from './read-case.ts';
import { reportListing } from './report.ts';
import { stepCase } from './step.ts';
import { markHit, ruleViews, saveRule } from './words.ts';

type Handlers = EndpointHandlers<typeof moderationEndpoints>;

/** Refuses whoever may not, before anything is looked at. */
async function allowed<T>(actor: Actor, action: ActionOn<'moderation-case'>, work: () => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> {
  const refused = mayNot(actor, action, { of: 'moderation-case' }, 'moderation');
  return refused === null ? work() : err(refused);
}

/** Answers what moderators ask and do, and what vendors are told of it. @param changed tells consoles of staff that a case is another */
export function moderationHandlers(deps: LookDeps & { readonly settled: () => Promise<void>; readonly changed: () => void; /** Has a case looked at, beside this answer. */ readonly look: (caseId: string) => void }): Handlers {
  const { kysely } = deps.db;
  const telling = async <T>(work: Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    const done = await work;
    if (done.ok) deps.changed();
    return done;
  };
  return {
    moderationCases: ({ query }, { actor }) => allowed(actor, 'read', async () => {
      await deps.settled();
      return ok(await readQueue(kysely, actor.userId, query, deps.clock()));
    }),
    moderationCase: ({ params }, { actor }) => allowed(actor, 'read', async () => {
      const read = await readCase(deps, actor.userId, params.id);
      // Shown at once; what the checks find is told as soon as they have looked.
      if (read.ok && read.value.run === null && isOpen(read.value.row.state)) deps.look(params.id);
      return read;
    }),
    stepCase: ({ params, body }, { actor }) => allowed(actor, 'claim', () => (body.kind === 'view' ? stepCase(deps, actor, params.id, body) : telling(stepCase(deps, actor, params.id, body)))),
    decideCase: ({ params, body }, { actor }) => allowed(actor, 'decide', () => telling(decideCase(deps, actor, params.id, body))),
    decideAppeal: ({ params, body }, { actor }) => allowed(actor, 'decide', () => telling(decideAppeal(deps, actor, params.id, body.outcome, body.reason))),
    appealDecision: async ({ params, body }, { actor }) => {
      const found = await kysely.selectFrom('moderation_decision').select('shop_id').where('id', '=', params.id).executeTakeFirst();
      if (found === undefined || !actor.shopIds.includes(found.shop_id)) return err({ code: 'not-found', field: 'decision' });
      const refused = mayNot(actor, 'appeal', { of: 'moderation-case', shopId: found.shop_id }, 'moderation.appeal');
      return refused === null ? telling(appealDecision(deps, actor, params.id, body.text)) : err(refused);
    },
    decisionsOf: async ({ params }, { actor }) => {
      const rows = await kysely.selectFrom('moderation_decision').selectAll().where('product_id', '=', params.id).orderBy('decided_at', 'desc').limit(50).execute();
      const isStaff = may(actor, 'read', { of: 'moderation-case' }).may;
      const told = rows.filter((row) => isStaff || actor.shopIds.includes(row.shop_id));
      if (told.length === 0 && !isStaff && (await kysely.selectFrom('product').select('id').where('id', '=', params.id).where('shop_id', 'in', actor.shopIds.length === 0 ? [''] : [...actor.shopIds]).executeTakeFirst()) === undefined) return err({ code: 'not-found', field: 'product' });
      const names = isStaff ? await namesOf(kysely, told.map((row) => row.decided_by)) : new Map<string, string>();
      return ok({ decisions: told.map((row) => viewOf(row, isStaff ? (names.get(row.decided_by) ?? '') : null)) });
    },
    reportListing: async ({ params, body }, { actor }) => (actor.role === 'vendor' ? err({ code: 'forbidden', attempted: 'moderation.report', rule: 'staff-only' }) : telling(reportListing(deps, actor, params.id, body.policy, body.text))),
    wordRules: (_call, { actor }) => allowed(actor, 'read', async () => ok(await ruleViews(kysely))),
    saveWordRule: ({ params, body }, { actor }) => allowed(actor, 'rules', () => telling(saveRule(deps, actor, { ...body.rule, id: params.id }, body.version, body.reason))),
    markHit: ({ params, body }, { actor }) => allowed(actor, 'decide', () => markHit(deps, actor, params.id, body.verdict)),
    moderationLog: ({ query }, { actor }) => allowed(actor, 'read', async () => ok(await logCsv(kysely, query))),
    transparencyReport: ({ query }, { actor }) => allowed(actor, 'read', async () => ok(await transparencyCsv(kysely, query))),
  };
}
