import { pino, type DestinationStream, type Logger } from 'pino';
import { redacted } from './http/access-log.ts';
import { driverCode } from './db/dialect/dialect.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * The server's log: one JSON object a line, moments in UTC, ids and codes only.
 * Of an exception it keeps type, code, message and stack, but none of the details drivers hang on it: PostgreSQL's carry the row's values.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: redacted, censor: '[kept out]' },
    serializers: { err: plainError },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

type PlainError = { type: string; code?: string; message: string; stack?: string | undefined; cause?: PlainError };

function plainError(cause: unknown): PlainError {
  if (!(cause instanceof Error)) return { type: typeof cause, message: 'not an Error' };
  const code = driverCode(cause);
  return {
    type: cause.name,
    ...(code === '' ? {} : { code }),
    message: cause.message,
    stack: cause.stack,
    ...(cause.cause === undefined ? {} : { cause: plainError(cause.cause) }),
  };
}
