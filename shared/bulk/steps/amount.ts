import { err } from '../../kernel/result.ts';
import type { StepOf } from '../model.ts';
import { changeAmounts, checkCurrency } from './amounts.ts';
import type { RunStep } from './step.ts';

/** Adds a fixed amount, or takes it off; an amount that would fall below zero stops its product instead of becoming free. */
export const amountStep = (step: StepOf<'amount'>): RunStep => (now) => {
  const other = checkCurrency(now, step, step.field);
  return other ? err(other) : changeAmounts(now, step, (amount) => amount.now + step.by);
};
