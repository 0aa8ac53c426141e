import type { ServerDeps } from '#server/deps.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { confirmFirst, may } from '#shared/auth/permissions.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { commissionEndpoints } from '#shared/payouts/commission/contract.ts';
import type { CommissionRuleId } from '#shared/payouts/commission/model.ts';
import { commissionOn, rulesFor } from '#shared/payouts/commission/rules.ts';
import type { payoutEndpoints } from '#shared/payouts/contract.ts';
import type { BankLine } from '#shared/payouts/bank-line.ts';
import type { holdEndpoints } from '#shared/payouts/holds-contract.ts';
import type { statementEndpoints } from '#shared/payouts/statements-contract.ts';
import type { vendorMoneyEndpoints } from '#shared/payouts/vendor-contract.ts';
import type { Actor } from '#shared/sync/model.ts';
import { xmlLimits } from './bank/read-xml.ts';
import { entriesBehind } from './balance/entries.ts';
import { shopFigures } from './balance/figures.ts';
import { negativeBalances } from './balance/negative.ts';
import { changeBankAccount, verifyBankAccount } from './bank-accounts.ts';
import { commissionOfProduct, previewCommission } from './commission-effects.ts';
import { commissionRules, saveCommissionRule } from './commission-rules.ts';
import { grouped } from './grouped.ts';
import { placeHold, releaseHold, setStanding } from './holds.ts';
import { openHolds, reservesByShop, setAside } from './kept-back.ts';
import { balancesAt, trialBalanceAt } from './ledger/balances.ts';
import { firstDayThatDiffers } from './ledger/closing.ts';
import { decideRun, stepRun, submitRun } from './runs/decide.ts';
import { makeRun, redrawRun, retryPayout } from './runs/draft.ts';
import { exportRun } from './runs/export.ts';
import { listRuns, readRun } from './runs/read.ts';
import { failPayout } from './runs/settle.ts';
import { changeSettings, readSettings } from './settings.ts';
import { ordersOf } from './vendor/orders-of.ts';
import { vendorMoneyHandlers } from './vendor/handlers.ts';
import { importStatement, settleBankLine } from './statements.ts';
import { payoutsForLine, tellPayouts } from './told-payouts.ts';

type Handlers = EndpointHandlers<typeof payoutEndpoints & typeof vendorMoneyEndpoints & typeof commissionEndpoints & typeof statementEndpoints & typeof holdEndpoints>;

/** Administrators are the marketplace's finance. Everybody else is refused before anything is looked at. */
const forFinance = async <T>({ actor }: { readonly actor: Actor }, work: () => T | Promise<T>): Promise<T | Result<never, AppError>> =>
  may(actor, 'run', { of: 'payout' }).may ? work() : err({ code: 'forbidden', attempted: 'payouts', rule: 'admins-only' });

/** The shop itself and administrators; to everybody else it is as if it were not there. */
const forShop = async <T>({ actor }: { readonly actor: Actor }, shopId: ShopId, work: () => T | Promise<T>): Promise<T | Result<never, AppError>> =>
  may(actor, 'read', { of: 'balance', shopId }).may ? work() : err({ code: 'not-found', attempted: 'payouts.shop', field: 'shop' });

/** Answers questions about money of vendors. @returns one handler per endpoint of `shared/payouts/contract.ts` */
export function payoutHandlers(deps: Pick<ServerDeps, 'db' | 'clock' | 'random'>): Handlers {
  const { kysely } = deps.db;
  return {
    ...vendorMoneyHandlers(deps),
    shopBalances: ({ params }, context) => forShop(context, params.shop, async () => {
      const at = deps.clock();
      const holds = await kysely.selectFrom('payout_hold').selectAll().where('shop_id', '=', params.shop).where('released_at', 'is', null).orderBy('id').execute();
      const standing = await kysely.selectFrom('payout_standing').select('may_be_paid').where('shop_id', '=', params.shop).executeTakeFirst();
      return ok({ at, balances: await shopFigures(kysely, params.shop, at), holds: holds.map((hold) => ({ id: hold.id, currency: hold.currency, amount: hold.amount, reason: hold.reason_public, placedAt: hold.placed_at })), mayBePaid: standing?.may_be_paid === 1 } as never);
    }),
    balanceEntries: ({ params, query }, context) => forShop(context, params.shop, async () => {
      const at = query.at ?? deps.clock();
      const figures = (await shopFigures(kysely, params.shop, at)).find(({ currency }) => currency === query.currency);
      const { entries, more } = await entriesBehind(kysely, params.shop, { ...query, at });
      const orders = await ordersOf(kysely, entries.map(({ ref }) => ref));
      return ok({ at, total: figures?.[query.figure] ?? (0 as Minor), entries: entries.map((entry) => ({ ...entry, order: orders.get(entry.ref.id) ?? null })), more } as never);
    }),
    reserveCalendar: ({ params }, context) => forShop(context, params.shop, async () => {
      const rows = await kysely.selectFrom('payout_reserve').select(['currency', 'release_at', 'amount']).where('shop_id', '=', params.shop).where('released_at', 'is', null).orderBy('release_at').execute();
      const days = grouped(rows, ({ currency, release_at }) => `${currency} ${Math.floor(release_at / DAY_MS)}`);
      return ok({ days: [...days.values()].map((parts) => ({ currency: parts[0]!.currency, day: new Date(parts[0]!.release_at).toISOString().slice(0, 10), amount: parts.reduce((sum, { amount }) => sum + amount, 0), parts: parts.length })) } as never);
    }),
    negativeBalances: ({ query }, context) => forFinance(context, async () => ok({ shops: (await negativeBalances(kysely, query.currency, deps.clock())).map((shop) => ({ ...shop, buckets: [...shop.buckets] })) })),
    trialBalance: ({ query }, context) => forFinance(context, async () => {
      const { closed_through } = await kysely.selectFrom('ledger_closing').select('closed_through').executeTakeFirstOrThrow();
      const balances = await balancesAt(kysely, { day: query.day ?? null });
      const sums = await trialBalanceAt(kysely, query.day ?? null);
      const accountsOf = (currency: string) => [...grouped(balances.filter((one) => one.currency === currency), ({ account }) => account)].map(([account, parts]) => ({ account, balance: String(parts.reduce((sum, { amount }) => sum + amount, 0n)) }));
      return ok({ closedThrough: closed_through || null, checked: query.check === 'yes', firstDayThatDiffers: query.check === 'yes' ? await firstDayThatDiffers(kysely) : null, currencies: [...sums].map(([currency, difference]) => ({ currency, difference: String(difference), accounts: accountsOf(currency) })) });
    }),
    payoutSettings: (_call, context) => forFinance(context, async () => ok(await readSettings(kysely))),
    changePayoutSettings: ({ body }, context) => forFinance(context, () => changeSettings(deps, context.actor, body.version, body.settings)),
    holdMoney: ({ body }, context) => forFinance(context, () => placeHold(deps, context.actor, body)),
    releaseHold: ({ params }, context) => forFinance(context, () => releaseHold(deps, context.actor, params.id)),
    setStanding: ({ params, body }, context) => forFinance(context, () => setStanding(deps, context.actor, params.shop, body)),
    changeBankAccount: ({ params, body }, context) => forFinance(context, async () => {
      const first = confirmFirst(context.actor, deps.clock(), 'payouts.changeBankAccount');
      return first === null ? changeBankAccount(deps, context.actor, params.shop, body) : err(first);
    }),
    verifyBankAccount: ({ params }, context) => forFinance(context, () => verifyBankAccount(deps, context.actor, params.id)),
    payoutRuns: ({ query }, context) => forFinance(context, async () => ok(await listRuns(kysely, query))),
    makePayoutRun: ({ body }, context) => forFinance(context, () => makeRun(deps, context.actor, body)),
    payoutRun: ({ params }, context) => forFinance(context, () => readRun(deps, context.actor, params.id)),
    stepPayoutRun: ({ params, body }, context) => forFinance(context, async () => {
      switch (body.kind) {
        case 'redraw': {
          const done = await redrawRun(deps, context.actor, params.id, body);
          return done.ok ? ok({ state: 'draft' as const }) : done;
        }
        case 'submit': return submitRun(deps, context.actor, params.id);
        case 'approve':
        case 'reject': {
          const first = body.kind === 'approve' ? confirmFirst(context.actor, deps.clock(), 'payouts.stepRun') : null;
          return first === null ? decideRun(deps, context.actor, params.id, { kind: body.kind, hash: body.hash, reason: body.reason }) : err(first);
        }
        case 'rework':
        case 'cancel':
        case 'sent': return stepRun(deps, context.actor, params.id, { kind: body.kind, reason: body.reason });
      }
    }),
    importStatement: ({ body, query }, context) => forFinance(context, async () => {
      const parts: Uint8Array[] = [];
      let bytes = 0;
      for await (const part of body) {
        bytes += part.byteLength;
        if (bytes > xmlLimits.bytes) return err({ code: 'too-large', attempted: 'payouts.importStatement', details: { most: xmlLimits.bytes } });
        parts.push(part);
      }
      return importStatement(deps, context.actor, Buffer.concat(parts), { book: query.book === 'yes' });
    }),
    bankLines: ({ query }, context) => forFinance(context, async () => {
      let asked = kysely.selectFrom('bank_line').select(['id', 'payout_id', 'doc']).where('state', '=', query.state).orderBy('id', 'desc').limit(query.limit + 1);
      if (query.before !== undefined) asked = asked.where('id', '<', query.before);
      const rows = await asked.execute();
      const shown = rows.slice(0, query.limit);
      const payouts = await tellPayouts(kysely, shown.flatMap(({ payout_id }) => payout_id ?? []));
      return ok({ lines: shown.map(({ id, payout_id, doc }) => ({ ...(JSON.parse(doc) as BankLine), id, payout: payouts.get(payout_id ?? '') ?? null })), more: rows.length > query.limit });
    }),
    payoutsForLine: ({ params }, context) => forFinance(context, async () => {
      const row = await kysely.selectFrom('bank_line').select('doc').where('id', '=', params.id).executeTakeFirst();
      return row === undefined ? err({ code: 'not-found', attempted: 'payouts.settleBankLine', rule: 'bank-line-unknown' }) : ok({ payouts: await payoutsForLine(kysely, JSON.parse(row.doc) as BankLine) });
    }),
    payoutHolds: (_call, context) => forFinance(context, async () => ok({ holds: await openHolds(kysely) })),
    payoutReserves: (_call, context) => forFinance(context, async () => ok({ shops: await reservesByShop(kysely) })),
    setAside: ({ body }, context) => forFinance(context, () => setAside(deps, context.actor, body)),
    settleBankLine: ({ params, body }, context) => forFinance(context, () => settleBankLine(deps, context.actor, params.id, body.payoutId)),
    commissionRules: (_call, context) => forFinance(context, async () => ok({ rules: await commissionRules(kysely) })),
    saveCommissionRule: ({ params, body }, context) => forFinance(context, () => saveCommissionRule(deps, context.actor, { ...body.rule, id: params.id as CommissionRuleId }, body.version, body.ended)),
    commissionOfProduct: ({ params }, context) => forFinance(context, () => commissionOfProduct(kysely, params.id)),
    previewCommission: ({ body }, context) => forFinance(context, async () => ok(await previewCommission(kysely, body.rule, body.ended))),
    resolveCommission: ({ body }, context) => forFinance(context, async () => {
      const fits = rulesFor(body.line, (await commissionRules(kysely)).map(({ rule }) => rule));
      return ok({ fits, commission: commissionOn(body.amounts, fits[0] ?? null, body.vatRate) });
    }),
    exportPayoutRun: ({ params, body }, context) => forFinance(context, () => exportRun(deps, context.actor, params.id, body.executionDate)),
    stepPayout: ({ params, body }, context) => forFinance(context, async () => {
      if (body.kind === 'retry') {
        const first = body.overrideReason === null ? null : confirmFirst(context.actor, deps.clock(), 'payouts.stepPayout');
        if (first !== null) return err(first);
        const made = await retryPayout(deps, context.actor, params.id, body.overrideReason);
        return made.ok ? ok({ runId: made.value.id }) : made;
      }
      const done = await failPayout(deps, context.actor, params.id, { state: body.kind, code: body.code });
      return done.ok ? ok({ runId: null }) : done;
    }),
  };
}
