import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import { requestIdOf } from './request-id.ts';
import { notesOf } from './router.ts';

/** Parts of a request that must never be written down, should anybody log one whole. */
export const redacted = ['req.headers', 'req.remoteAddress', 'res.headers', 'headers', 'body', 'password', 'token', 'accessToken', 'refreshToken', 'email', 'name', '*.password', '*.token', '*.accessToken', '*.refreshToken', '*.email', '*.name'];

/**
 * One line per call: id, route, status, error code, who (by id), how long. The address as typed, its query and all headers
 * stay out, because they can carry names, searches and tokens; of an unknown address not even the path is kept.
 */
export function accessLog(log: Logger, makeId: () => string): HttpLogger<IncomingMessage, ServerResponse> {
  return pinoHttp({
    logger: log,
    genReqId: (request, response) => requestIdOf(request, response, makeId),
    quietReqLogger: true,
    quietResLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    wrapSerializers: false,
    serializers: { req: () => undefined, res: () => undefined, err: (cause: Error) => ({ type: cause.name, message: cause.message }) },
    customLogLevel: (_request, response, cause) => (cause !== undefined || response.statusCode >= 500 ? 'error' : response.statusCode === 401 || response.statusCode === 403 || response.statusCode === 429 ? 'warn' : 'debug'),
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'failed',
    customProps: (request, response) => ({ method: request.method, status: response.statusCode, ...notesOf(response as Response) }),
  });
}
