import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { latinDigits } from '#shared/kernel/text.ts';

export type StockReason = Extract<FieldOp, { op: 'add' }>['reason'];
/** Reasons a person gives by hand; sales and returns are written by orders, but a shop counter knows them too. */
export const stockReasons = ['receipt', 'correction', 'damage', 'return', 'sale', 'transfer'] as const satisfies readonly StockReason[];

export type StockChange = { readonly delta: number; readonly counted: boolean };
export type StockFault = { code: 'not-a-count' } | { code: 'below-zero'; onHand: number } | { code: 'empty' } | { code: 'too-large' };

/**
 * Reads a stock movement: `+5` and `-2` move pieces, `12` or `=12` is a new count of what lies there. Either way it
 * becomes a signed movement, so that two people's changes add up.
 *
 * @param onHand pieces there now, at this place
 */
export function readStock(text: string, onHand: number): Result<StockChange, StockFault> {
  const typed = latinDigits(text).replace(/[\s\u00a0\u202f]/g, '').replace(/\u2212/g, '-');
  if (typed === '') return err({ code: 'empty' });
  const shape = /^([+\-=]?)(\d+)$/.exec(typed);
  if (!shape) return err({ code: 'not-a-count' });
  const figure = Number(shape[2]);
  if (figure > 10_000_000) return err({ code: 'too-large' });
  const counted = shape[1] === '' || shape[1] === '=';
  const delta = counted ? figure - onHand : shape[1] === '-' ? -figure : figure;
  if (onHand + delta < 0) return err({ code: 'below-zero', onHand });
  return ok({ delta: delta === 0 ? 0 : delta, counted });
}

/** The reason offered first: pieces that arrive are a receipt, everything else corrects the books until somebody says otherwise. */
export const likelyReason = (change: StockChange): StockReason => (change.counted ? 'correction' : change.delta >= 0 ? 'receipt' : 'correction');
