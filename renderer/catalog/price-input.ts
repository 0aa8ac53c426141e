import { parseAmount, type AmountFault, type DecimalSign, type Currency, type Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { latinDigits } from '#shared/kernel/text.ts';

export type PriceFault = AmountFault | { code: 'negative' } | { code: 'empty' };

const percent = /^([+-])\s*(\d{1,3}(?:[.,\u066b]\d{1,2})?)\s*[%\u066a]$/;

/**
 * Reads what somebody typed into a price cell: an amount (`329`, `1 299,50`), or a change in percent of the present
 * price (`+10 %`, `-5%`), rounded half away from zero. The currency may stand beside it, as it does in what people copy.
 *
 * @param current price now, for percentages; null where there is none
 * @param sign the decimal sign of the language on screen
 * @param optional an empty cell means "no price" (a former price, a cost)
 */
export function readPrice(text: string, currency: Currency, current: Minor | null, sign: DecimalSign, optional: boolean): Result<Minor | null, PriceFault> {
  const typed = latinDigits(text).replace(/\u2212/g, '-').replace(new RegExp(`^\\s*${currency}|${currency}\\s*$`, 'i'), '').trim();
  if (typed === '') return optional ? ok(null) : err({ code: 'empty' });
  const change = percent.exec(typed);
  if (change && current !== null) {
    const hundredths = Math.round(Number(change[2]!.replace(/[,\u066b]/, '.')) * 100);
    const factor = 10_000n + BigInt(change[1] === '-' ? -hundredths : hundredths);
    if (factor < 0n) return err({ code: 'negative' });
    return ok(Number((BigInt(current) * factor * 2n + 10_000n) / 20_000n) as Minor);
  }
  const amount = parseAmount(typed, currency, sign);
  if (!amount.ok) return amount;
  return amount.value < 0 ? err({ code: 'negative' }) : amount;
}
