import type { ShopId } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { Posting } from '#shared/payouts/ledger/model.ts';
import type { ShopPosition } from '#shared/payouts/runs/preview.ts';

type State = { available: number; receivable: number; coming: { readonly at: number; readonly amount: number }[] };

/** How the demo's shops stand while its two years are told, without asking the database after every month. */
export class Standings {
  readonly #of = new Map<Currency, Map<ShopId, State>>();
  readonly #provider = new Map<Currency, number>();

  take({ currency, entries, availableAt }: Posting, at: number): void {
    for (const { account, shopId, debit, credit } of entries) {
      const moved = credit - debit;
      if (account === '1100') this.#provider.set(currency, (this.#provider.get(currency) ?? 0) - moved);
      if (shopId === null || (account !== '2000' && account !== '1200')) continue;
      const state = this.#stateOf(currency, shopId);
      if (account === '1200') state.receivable -= moved;
      else if ((availableAt ?? at) <= at) state.available += moved;
      else state.coming.push({ at: availableAt!, amount: moved });
    }
  }

  /** What a provider owes in a currency. */
  owed(currency: Currency): Minor {
    return (this.#provider.get(currency) ?? 0) as Minor;
  }

  /** Every shop that earned or owes something in a currency, as a run would find it at a moment: reserves that are due were given back before. */
  at(currency: Currency, moment: number): (Pick<ShopPosition, 'shopId' | 'available' | 'receivable'>)[] {
    return [...(this.#of.get(currency) ?? [])].map(([shopId, state]) => {
      for (const { at, amount } of state.coming) if (at <= moment) state.available += amount;
      state.coming = state.coming.filter(({ at }) => at > moment);
      return { shopId, available: state.available as Minor, receivable: state.receivable as Minor };
    });
  }

  #stateOf(currency: Currency, shopId: ShopId): State {
    const shops = this.#of.get(currency) ?? new Map<ShopId, State>();
    this.#of.set(currency, shops);
    const state = shops.get(shopId) ?? { available: 0, receivable: 0, coming: [] };
    shops.set(shopId, state);
    return state;
  }
}
