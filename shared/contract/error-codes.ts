/**
 * Every code an answer can be refused with: its HTTP status, and whether trying again later can help.
 * The words a person reads are in `renderer/locales/<language>/errors.json` under the same code.
 */
export const errorCodes = {
  'invalid-input': { status: 400, retry: false },
  'wrong-credentials': { status: 401, retry: false },
  'signed-out': { status: 401, retry: false },
  'refresh-reused': { status: 401, retry: false },
  'forbidden': { status: 403, retry: false },
  'unknown-origin': { status: 403, retry: false },
  'not-found': { status: 404, retry: false },
  'conflict': { status: 409, retry: false },
  'stale-version': { status: 409, retry: false },
  'unsent-changes': { status: 409, retry: false },
  'too-large': { status: 413, retry: false },
  'rule-broken': { status: 422, retry: false },
  'illegal-transition': { status: 422, retry: false },
  'stock-below-zero': { status: 422, retry: false },
  'sku-taken': { status: 422, retry: false },
  'gone': { status: 410, retry: false },
  'reset': { status: 410, retry: true },
  'update-needed': { status: 426, retry: false },
  'too-many-tries': { status: 429, retry: true },
  'internal': { status: 500, retry: true },
  'offline': { status: 503, retry: true },
  'not-ready': { status: 503, retry: true },
  'timeout': { status: 504, retry: true },
  'disk-full': { status: 507, retry: true },
  'corrupt-chunk': { status: 502, retry: true },
  'cache-newer': { status: 500, retry: false },
  'cache-broken': { status: 500, retry: false },
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type ErrorCode = keyof typeof errorCodes;
export const errorCodeNames = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];
