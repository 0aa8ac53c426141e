import { exponentOf, type Currency, type Minor } from '#shared/kernel/money.ts';

/** A whole number of dirhams in another money, with a price ending people know: .00 or .90, and round hundreds where there are no cents. `rate`: what one dirham is worth there. */
export function priced(dirhams: number, { currency, rate }: { readonly currency: Currency; readonly rate: number }, ninety: boolean): Minor {
  const exponent = exponentOf(currency);
  const amount = dirhams * rate;
  if (exponent === 0) return (Math.max(1, Math.round(amount / 500)) * 500) as Minor;
  const unit = 10 ** exponent;
  return (Math.max(1, Math.floor(amount)) * unit + (ninety ? (unit * 9) / 10 : 0)) as Minor;
}
