import type { CaseAction, PolicyId } from '#shared/moderation/model.ts';
import { policyOfDigit } from '#shared/moderation/policies.ts';

export type Against = Exclude<CaseAction, 'approve'>;
/** Where a reviewer is: reading, or giving the reason of a decision against the listing. */
export type ReviewState = { readonly name: 'reading' } | { readonly name: 'reasons'; readonly action: Against; readonly policy: PolicyId | null };
export const reading: ReviewState = { name: 'reading' };

/** What a key asks for besides another state. After `approve` and `send` the next case is shown. */
export type ReviewAct = { readonly kind: 'approve' } | { readonly kind: 'send'; readonly action: Against; readonly policy: PolicyId } | { readonly kind: 'move'; readonly by: 1 | -1 } | { readonly kind: 'claim' };

const opens: Readonly<Record<string, Against>> = { r: 'reject', c: 'ask-changes', s: 'suspend' };

/**
 * What a key does. `A` approves; `R`, `C` and `S` ask for the reason, a digit names it, Enter sends it; arrows and J, K move. At most three keys
 * for any decision.
 *
 * @returns null for a key that means nothing here, which is then left to whatever has the focus
 */
export function onKey(state: ReviewState, key: string): { readonly state: ReviewState; readonly act: ReviewAct | null } | null {
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (state.name === 'reasons') {
    const policy = policyOfDigit(name);
    if (policy !== null) return { state: { ...state, policy: policy.id }, act: null };
    if (name === 'Enter' && state.policy !== null) return { state: reading, act: { kind: 'send', action: state.action, policy: state.policy } };
    if (name === 'Escape') return { state: reading, act: null };
  }
  if (Object.hasOwn(opens, name)) return { state: { name: 'reasons', action: opens[name]!, policy: state.name === 'reasons' ? state.policy : null }, act: null };
  switch (name) {
    case 'a': return state.name === 'reading' ? { state, act: { kind: 'approve' } } : null;
    case 't': return { state, act: { kind: 'claim' } };
    case 'ArrowDown':
    case 'j': return { state: reading, act: { kind: 'move', by: 1 } };
    case 'ArrowUp':
    case 'k': return { state: reading, act: { kind: 'move', by: -1 } };
    default: return null;
  }
}
