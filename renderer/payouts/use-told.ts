import { useAsk, type Asking } from '#renderer/lib/use-ask.ts';
import type { Input, Output } from '#renderer/lib/client.ts';

type KeptQuestion = 'payouts.balances' | 'payouts.entries' | 'payouts.calendar' | 'payouts.payouts' | 'payouts.paidBy' | 'payouts.statement' | 'payouts.trend' | 'payouts.bankAccounts' | 'payouts.ofOrder';

/**
 * A question about money: asked again when orders change and when the connection comes back; the answer says whether it is an old one.
 *
 * @param keep false: the answer to one question is not shown while the next is under way
 */
export const useTold = <K extends KeptQuestion>(question: K, input: Input<K>, keep = true): Asking<Output<K>> => useAsk(question, input, { refreshOn: ['orders.changed'], keep });
