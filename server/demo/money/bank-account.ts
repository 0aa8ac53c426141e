import type { Shop } from '#shared/catalog/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { BankAccount } from '#shared/payouts/bank-account.ts';
import { ibanCheckDigits } from '#shared/payouts/bank/iban.ts';
import { ibanStructures, type SignKind } from '#shared/payouts/bank/iban-structures.ts';
import { ribKey } from '#shared/payouts/bank/rib.ts';
import { between, drawFrom, oneOf, type Draw } from '../random.ts';

export const MAD = 'MAD' as Currency;
export const EUR = 'EUR' as Currency;

const ROW = -34_000;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const sign = (draw: Draw, kind: SignKind): string => (kind === 'letter' ? LETTERS[between(draw, 0, LETTERS.length - 1)]! : String(between(draw, 0, 9)));

/** A made-up account number that passes every check: of Morocco by RIB, of others by IBAN. */
export function demoAccountNumber(draw: Draw, country: string): string {
  if (country === 'MA') {
    const body = `${oneOf(draw, ['007', '011', '022', '145', '190', '230'])}${Array.from({ length: 19 }, () => between(draw, 0, 9)).join('')}`;
    return `${body}${ribKey(body)}`;
  }
  const account = (ibanStructures.get(country) ?? []).map((kind) => sign(draw, kind)).join('');
  return `${country}${ibanCheckDigits(country, account)}${account}`;
}

/** Where a shop of the demo is paid; null in a currency the marketplace pays nobody in. The `nth` account of the same shop is another one. */
export function demoBankAccount(shop: Shop, number: number, nth = 0): BankAccount | null {
  if (shop.currency !== MAD && shop.currency !== EUR) return null;
  const draw = drawFrom(ROW - nth, number, 1);
  return { currency: shop.currency, holder: shop.name.slice(0, 70), account: demoAccountNumber(draw, shop.country), bic: null, address: { town: shop.city.slice(0, 35), country: shop.country } };
}
