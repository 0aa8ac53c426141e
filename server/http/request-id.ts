import type { IncomingMessage, ServerResponse } from 'node:http';

const WELL_FORMED = /^[A-Za-z0-9_-]{8,64}$/;

/**
 * The id under which a call is found in every log. The caller's own is taken when it is harmless
 * (it ends up in log lines and headers), else a new one is made; either way it is answered.
 */
export function requestIdOf(request: IncomingMessage, response: ServerResponse, make: () => string): string {
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && WELL_FORMED.test(sent) ? sent : make();
  response.setHeader('x-request-id', id);
  return id;
}
