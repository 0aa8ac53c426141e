import type { AppError } from '#shared/kernel/errors.ts';
import { err, type Err } from '#shared/kernel/result.ts';
import type { PaymentProviderName } from '#shared/payments/model.ts';

/** It is not the provider's message, or somebody changed it. @param why for the log; a caller learns no more than the rule */
export const notSigned = (why: string): Err<AppError> => err({ code: 'invalid-input', field: 'signature', rule: 'webhook-signature', details: { why } });
/** The provider's own message, but from another time: a copy somebody kept, or one that was on its way for too long. */
export const outOfTime = (sentAt: number, now: number): Err<AppError> => err({ code: 'invalid-input', field: 'signature', rule: 'webhook-late', details: { ageSeconds: Math.round((now - sentAt) / 1_000) } });
/** Signed, and yet not what we read: a newer version of the provider's messages. */
export const notUnderstood = (field: string): Err<AppError> => err({ code: 'invalid-input', field, rule: 'webhook-malformed' });

/** The provider does not answer, or is overloaded: later it may. */
export const providerAway = (provider: PaymentProviderName): Err<AppError> => err({ code: 'not-ready', field: 'provider', rule: 'provider-away', details: { provider } });
/** The provider says no. @param code its own word for why */
export const providerRefused = (provider: PaymentProviderName, code: string): Err<AppError> => err({ code: 'rule-broken', field: 'provider', rule: 'provider-refused', details: { provider, code } });
