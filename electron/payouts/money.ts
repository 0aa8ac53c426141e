import { join } from 'node:path';
import { withGuard } from '#shared/bulk/formula-guard.ts';
import type { Me, ShopId } from '#shared/auth/model.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { HttpEndpoints } from '#shared/contract/endpoints.ts';
import type { Replied, Sent } from '#shared/contract/http.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { payoutEndpoints } from '#shared/payouts/contract.ts';
import { statementCsv } from '#shared/payouts/statement/statement-csv.ts';
import { statementFromWire } from '#shared/payouts/statement/statement-wire.ts';
import type { Kept, vendorMoneyChannels } from '#shared/payouts/vendor-channels.ts';
import { vendorMoneyEndpoints } from '#shared/payouts/vendor-contract.ts';
import { writeOneFile, type OneFileDeps } from '../bulk/export/one-file.ts';
import type { Desk } from '../data-process/ground.ts';
import { downloadsFolder } from '../files/downloads-folder.ts';
import { passOn } from '../http/pass-on.ts';
import { forgetAnswers, keepAnswer, keptAnswer } from './kept-answers.ts';

type C = typeof vendorMoneyChannels;
const endpoints = { ...payoutEndpoints, ...vendorMoneyEndpoints };
type Kind = 'shopBalances' | 'balanceEntries' | 'reserveCalendar' | 'shopPayouts' | 'shopEntries' | 'shopStatement' | 'shopTrend' | 'shopBankAccounts' | 'orderPayout';
type OfShop = { readonly params: { readonly shop: ShopId }; readonly query?: unknown };

export type MoneyDeps = Pick<Desk, 'cache' | 'me' | 'dataDir' | 'http' | 'random' | 'scheduler'> & Pick<OneFileDeps, 'place'> & { readonly downloads?: (() => string | null) | undefined };

/** The server cannot be asked at this moment; anything else it said itself. */
const isAway = ({ code }: AppError): boolean => code === 'offline' || code === 'timeout' || code === 'not-ready';
const BYTE_ORDER_MARK = '\ufeff';

/**
 * What a vendor asks about their money: passed on to the server. What it told last is kept in the cache of this person and answered, with its time, while it cannot be asked;
 * it leaves the device with the shop, and when the person signs out.
 */
export function moneyDesk({ cache, me, dataDir, http, random, scheduler, place, downloads }: MoneyDeps): { readonly handlers: Handlers<C>; cacheChanged(): void; connection(): void } {
  const files: OneFileDeps = { place, folder: () => (downloads ?? downloadsFolder)() ?? join(dataDir, 'exports'), newId: () => uuidv7(scheduler.now, random) };
  const mayKeep = (who: Me, shop: string): boolean => who.role !== 'vendor' || who.shops.some(({ id }) => id === shop);
  const forgetLost = (): void => {
    const [here, who] = [cache(), me()];
    if (here?.isOpen === true && who !== null) here.now((db) => forgetAnswers(db, (shop) => !mayKeep(who, shop)));
  };
  const told = async <K extends Kind>(name: K, question: string, asked: OfShop): Promise<Result<Kept<Replied<HttpEndpoints[K]>>, AppError>> => {
    const who = me();
    if (who === null) return err({ code: 'signed-out' });
    const { shop } = asked.params;
    const answered = await http(name, asked as unknown as Sent<HttpEndpoints[K]>);
    const here = cache();
    // Somebody else may sit here by now.
    if (here?.isOpen !== true || me()?.id !== who.id) return answered.ok ? ok({ told: answered.value, at: scheduler.now(), isOld: false }) : answered;
    if (answered.ok) {
      const at = scheduler.now();
      if (mayKeep(me()!, shop)) await here.inTurn((db) => keepAnswer(db, shop, question, asked as unknown as Json, { at, told: answered.value }));
      return ok({ told: answered.value, at, isOld: false });
    }
    if (!isAway(answered.error)) {
      if (answered.error.code === 'not-found' && answered.error.field === 'shop') await here.inTurn((db) => forgetAnswers(db, (one) => one === shop));
      return answered;
    }
    const before = mayKeep(who, shop) ? keptAnswer(here, shop, question, asked as unknown as Json) : null;
    // Another version of the console may have kept what this one cannot read.
    const parsed = before === null ? null : endpoints[name].reply.safeParse(before.told);
    return before === null || parsed?.success !== true ? answered : ok({ told: parsed.data as Replied<HttpEndpoints[K]>, at: before.at, isOld: true });
  };
  const keeping = <K extends Kind>(name: K, question: keyof C) => (asked: unknown) => told(name, question, asked as OfShop);
  return {
    handlers: {
      'payouts.balances': keeping('shopBalances', 'payouts.balances'),
      'payouts.entries': keeping('balanceEntries', 'payouts.entries'),
      'payouts.calendar': keeping('reserveCalendar', 'payouts.calendar'),
      'payouts.payouts': keeping('shopPayouts', 'payouts.payouts'),
      'payouts.paidBy': keeping('shopEntries', 'payouts.paidBy'),
      'payouts.statement': keeping('shopStatement', 'payouts.statement'),
      'payouts.trend': keeping('shopTrend', 'payouts.trend'),
      'payouts.bankAccounts': keeping('shopBankAccounts', 'payouts.bankAccounts'),
      'payouts.ofOrder': keeping('orderPayout', 'payouts.ofOrder'),
      'payouts.changeOwnBank': passOn(http, 'changeOwnBankAccount'),
      'payouts.saveStatement': async ({ params, query, name, place: chosen }) => {
        const found = await told('shopStatement', 'payouts.statement', { params, query });
        if (!found.ok) return found;
        const statement = statementFromWire(found.value.told);
        return writeOneFile(files, chosen, `${withGuard(name)}.csv`, false, async (sink) => {
          await sink.write(BYTE_ORDER_MARK + statementCsv(statement));
          return statement.lines.length;
        });
      },
    },
    cacheChanged: forgetLost,
    connection: forgetLost,
  };
}
