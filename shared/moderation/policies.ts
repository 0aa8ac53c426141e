import type { CaseAction, Ground, PolicyId, Severity } from './model.ts';

/** One rule of the marketplace: how grave a breach usually is, what it rests on, and what usually follows. */
export type Policy = { readonly id: PolicyId; /** The key that chooses it. */ readonly digit: string; readonly severity: Severity; readonly ground: Ground; readonly action: CaseAction };

/**
 * The rules listings are held to, in the order of the keys that choose them. The words for people are in the language files; grounds name the section of
 * the terms of sale, or the law where the goods themselves are forbidden.
 */
export const policies: readonly Policy[] = [
  { id: 'contact', digit: '1', severity: 'low', ground: { kind: 'terms', reference: '4.2' }, action: 'ask-changes' },
  { id: 'misleading', digit: '2', severity: 'medium', ground: { kind: 'terms', reference: '4.1' }, action: 'ask-changes' },
  { id: 'category', digit: '3', severity: 'low', ground: { kind: 'terms', reference: '3.3' }, action: 'ask-changes' },
  { id: 'pictures', digit: '4', severity: 'low', ground: { kind: 'terms', reference: '3.4' }, action: 'ask-changes' },
  { id: 'copied', digit: '5', severity: 'medium', ground: { kind: 'terms', reference: '5.1' }, action: 'reject' },
  { id: 'counterfeit', digit: '6', severity: 'high', ground: { kind: 'law', reference: 'UE 2017/1001, 9' }, action: 'reject' },
  { id: 'prohibited', digit: '7', severity: 'critical', ground: { kind: 'terms', reference: '6.1' }, action: 'reject' },
  { id: 'offensive', digit: '8', severity: 'high', ground: { kind: 'terms', reference: '6.2' }, action: 'reject' },
  { id: 'unsafe', digit: '9', severity: 'critical', ground: { kind: 'law', reference: 'UE 2023/988, 5' }, action: 'reject' },
  { id: 'price', digit: '0', severity: 'low', ground: { kind: 'terms', reference: '4.4' }, action: 'ask-changes' },
];

export const policyOf = (id: PolicyId): Policy => policies.find((policy) => policy.id === id)!;
export const policyOfDigit = (digit: string): Policy | null => policies.find((policy) => policy.digit === digit) ?? null;
