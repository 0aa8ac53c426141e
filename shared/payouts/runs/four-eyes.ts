import type { AppError } from '../../kernel/errors.ts';
import type { Minor } from '../../kernel/money.ts';

const refuse = (rule: string, details?: AppError['details']): AppError<'forbidden'> => ({ code: 'forbidden', attempted: 'payouts.approve', rule, ...(details ? { details } : {}) });

/** Who has to do with a run: who drew it up, who works for shops it pays, who changed a bank account it pays to within the days this is watched, who has approved it already. */
export type Involved = { readonly maker: string; readonly beneficiaries: ReadonlySet<string>; readonly bankChangers: ReadonlySet<string>; readonly approvers: ReadonlySet<string> };

/**
 * Whether a person may decide on a run: four eyes are of no use where two of them belong to whoever drew it up, is paid by it, or said where to.
 *
 * @returns the first rule that speaks against it; null: may
 */
export function mayDecide(person: string, { maker, beneficiaries, bankChangers, approvers }: Involved): AppError | null {
  if (person === maker) return refuse('approver-is-maker');
  if (beneficiaries.has(person)) return refuse('approver-is-beneficiary');
  if (bankChangers.has(person)) return refuse('approver-changed-bank');
  return approvers.has(person) ? refuse('approved-already') : null;
}

/** Two people where the sum is large, a bank account is new, or something is paid a second time; otherwise one. */
export const approversNeeded = (run: { readonly total: Minor; readonly limit: Minor; readonly hasNewAccount: boolean; readonly hasOverride: boolean }): 1 | 2 =>
  run.total > run.limit || run.hasNewAccount || run.hasOverride ? 2 : 1;
