import type { EndpointHandlers } from '#server/http/handler.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { confirmFirst, may, mayNot } from '#shared/auth/permissions.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { maskedAccount, type BankAccount } from '#shared/payouts/bank-account.ts';
import type { ShopBankAccount, vendorMoneyEndpoints } from '#shared/payouts/vendor-contract.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { PayoutDeps } from '../acts.ts';
import { changeBankAccount } from '../bank-accounts.ts';
import { readSettings } from '../settings.ts';
import { orderPayout } from './of-order.ts';
import { nextPayouts, payoutEntries, shopPayouts } from './payouts.ts';
import { shopStatement } from './statement.ts';
import { shopTrend } from './trend.ts';
import { shopFigures } from '../balance/figures.ts';

const gone = (): Result<never, AppError> => err({ code: 'not-found', attempted: 'payouts.shop', field: 'shop' });

/** Whoever may read a shop's money; to everybody else it is as if it were not there. */
const forReader = async <T>({ actor }: { readonly actor: Actor }, shopId: ShopId, of: 'payout' | 'balance' | 'bank-account', work: () => T | Promise<T>): Promise<T | Result<never, AppError>> =>
  may(actor, 'read', { of, shopId }).may ? work() : gone();

/** Answers what a shop asks about its own money. @returns one handler per endpoint of `shared/payouts/vendor-contract.ts` */
export function vendorMoneyHandlers(deps: PayoutDeps): EndpointHandlers<typeof vendorMoneyEndpoints> {
  const { kysely } = deps.db;
  return {
    shopPayouts: ({ params, query }, context) => forReader(context, params.shop, 'payout', async () => {
      const now = deps.clock();
      const currencies = (await shopFigures(kysely, params.shop, now)).map(({ currency }) => currency);
      return ok({ ...(await shopPayouts(kysely, params.shop, query)), next: await nextPayouts(kysely, currencies, now) });
    }),
    shopEntries: ({ params, query }, context) => forReader(context, params.shop, 'payout', async () => {
      const found = await payoutEntries(kysely, params.shop, params.payout, query);
      return found === null ? err({ code: 'not-found' as const, attempted: 'payouts.payout', field: 'payout' }) : ok(found as never);
    }),
    shopStatement: ({ params, query }, context) => forReader(context, params.shop, 'balance', () => shopStatement(kysely, params.shop, query)),
    shopTrend: ({ params, query }, context) => forReader(context, params.shop, 'balance', async () => ok({ months: await shopTrend(kysely, params.shop, query.currency, deps.clock()) })),
    shopBankAccounts: ({ params }, context) => forReader(context, params.shop, 'bank-account', async () => {
      const rows = await kysely.selectFrom('payout_bank_account').selectAll().where('shop_id', '=', params.shop).orderBy('id', 'desc').limit(50).execute();
      const { settings } = await readSettings(kysely);
      return ok({
        coolingDays: settings.coolingDays,
        accounts: rows.map((row) => {
          const { holder, address } = JSON.parse(row.doc) as BankAccount;
          return { id: row.id, currency: row.currency, holder, account: maskedAccount(row.account), town: address.town, country: address.country, changedAt: row.changed_at, coolingUntil: row.cooling_until, verifiedAt: row.verified_at, replacedAt: row.replaced_at } as ShopBankAccount;
        }),
      });
    }),
    changeOwnBankAccount: async ({ params, body }, { actor }) => {
      const refused = mayNot(actor, 'change', { of: 'bank-account', shopId: params.shop }, 'payouts.changeBankAccount') ?? confirmFirst(actor, deps.clock(), 'payouts.changeBankAccount');
      return refused === null ? changeBankAccount(deps, actor, params.shop, body) : err(refused);
    },
    orderPayout: ({ params }, context) => forReader(context, params.shop, 'payout', async () => ok(await orderPayout(kysely, params.shop, params.order, deps.clock()))),
  };
}
