import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromProviderDecimal, fromProviderUnits, PAYPAL_DECIMALS, STRIPE_DECIMALS, toProviderDecimal, toProviderUnits } from '#server/payments/provider-money.ts';
import { currencyExponents } from '#shared/kernel/currencies.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';

const some = (amount: number, currency: string) => [amount as Minor, currency as Currency] as const;

describe('amounts as providers count them', () => {
  test.each([
    { name: 'as we do', amount: 10_050, currency: 'MAD', units: 10_050 },
    { name: 'without decimals, as ISO says', amount: 500, currency: 'JPY', units: 500 },
    { name: 'with two decimals that ISO does not have', amount: 500, currency: 'ISK', units: 50_000 },
    { name: 'without the two that ISO has', amount: 50_000, currency: 'MGA', units: 500 },
    { name: 'finer than Stripe counts', amount: 50_001, currency: 'MGA', units: null },
    { name: 'three decimals', amount: 1_500, currency: 'TND', units: 1_500 },
  ])('Stripe: $name', ({ amount, currency, units }) => {
    expect(toProviderUnits(...some(amount, currency), STRIPE_DECIMALS)).toBe(units);
    if (units !== null) expect(fromProviderUnits(units, currency as Currency, STRIPE_DECIMALS)).toBe(amount);
  });

  test.each([
    { amount: 1_250, currency: 'EUR', text: '12.50' },
    { amount: 5, currency: 'USD', text: '0.05' },
    { amount: 1_000, currency: 'JPY', text: '1000' },
    { amount: 100_000, currency: 'HUF', text: '1000' },
    { amount: 100_050, currency: 'HUF', text: null },
    { amount: 2_345, currency: 'TND', text: '2.345' },
  ])('PayPal: $amount $currency', ({ amount, currency, text }) => {
    expect(toProviderDecimal(...some(amount, currency), PAYPAL_DECIMALS)).toBe(text);
    if (text !== null) expect(fromProviderDecimal(text, currency as Currency)).toBe(amount);
  });

  test.each(['', '1,5', '1e3', '.5', '1.', '1.005', ' 1', '٣', '9'.repeat(16)])('PayPal: «%s» is no amount in euros', (text) => expect(fromProviderDecimal(text, 'EUR' as Currency)).toBeNull());

  test('there and back nothing changes, in any currency', () =>
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.constantFrom(...Object.keys(currencyExponents)), (amount, currency) => {
      const units = toProviderUnits(...some(amount, currency), STRIPE_DECIMALS);
      const text = toProviderDecimal(...some(amount, currency), PAYPAL_DECIMALS);
      if (units !== null) expect(fromProviderUnits(units, currency as Currency, STRIPE_DECIMALS)).toBe(amount);
      if (text !== null) expect(fromProviderDecimal(text, currency as Currency)).toBe(amount);
    })));
});
