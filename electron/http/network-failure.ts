import type { AppError } from '#shared/kernel/errors.ts';

/** Failures in which not one byte of the request can have reached the server. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * What a failed request means for the seller: `offline`.
 * With rule `not-sent` the server cannot have seen it; without, nobody knows: the answer may have been lost on its way back.
 */
export function networkFailure(thrown: unknown): AppError {
  const codes: string[] = [];
  for (let cause = thrown, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth++) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code === 'string') codes.push(code);
  }
  const code = codes.at(-1);
  return { code: 'offline', ...(codes.some((one) => neverSent.has(one)) ? { rule: 'not-sent' } : {}), ...(code === undefined ? {} : { details: { cause: code } }) };
}

/** Whether the server certainly did not see the request. */
export const wasNeverSent = (error: AppError): boolean => error.code === 'offline' && error.rule === 'not-sent';
