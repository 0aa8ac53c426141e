import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { httpEndpoints } from '#shared/contract/endpoints.ts';
import type { Endpoint } from '#shared/contract/http.ts';
import { PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import { liveEvents } from '#shared/contract/live-events.ts';
import { cacheTables } from '#shared/catalog/cache-tables.ts';

/**
 * The hash of all that crosses between console and server, per protocol version.
 * It moved and you did not mean to change the wire: put it back. You did: raise PROTOCOL_VERSION, add a line to its history, add the new hash here.
 */
const hashes: Record<number, string> = { 1: 'f213af5d55ebba4a', 2: '41b4cbd67e200153', 3: 'eaae9bd8f737b529', 4: '3961fce420c3ed39', 5: '9a2d306074a9650c', 6: '780f458842925e3f', 7: '54e846dbe7e14789', 8: 'e098ce156eb6af3e' };

const schemaOf = (schema: z.ZodType | 'bytes' | 'stream' | undefined, io: 'input' | 'output') =>
  schema === undefined || schema === 'bytes' || schema === 'stream' ? schema : z.toJSONSchema(schema, { io, unrepresentable: 'any' });

const wire = {
  endpoints: Object.entries(httpEndpoints as Record<string, Endpoint>).map(([name, endpoint]) => ({
    name,
    call: `${endpoint.method} ${endpoint.path}`,
    auth: endpoint.auth,
    params: schemaOf(endpoint.params, 'input'),
    query: schemaOf(endpoint.query, 'input'),
    body: schemaOf(endpoint.body, 'input'),
    reply: schemaOf(endpoint.reply, 'output'),
  })),
  events: Object.entries(liveEvents).map(([name, schema]) => ({ name, schema: schemaOf(schema, 'output') })),
  snapshot: cacheTables,
};

test('the wire has not moved without its version', () => {
  const hash = createHash('sha256').update(JSON.stringify(wire)).digest('hex').slice(0, 16);
  expect(hash, `the wire changed: now ${hash}`).toBe(hashes[PROTOCOL_VERSION]);
});

test('every version has its line in the history', () => {
  const source = readFileSync('shared/contract/protocol-version.ts', 'utf8');
  for (let version = 1; version <= PROTOCOL_VERSION; version++) expect(source).toMatch(new RegExp(`^ \\* ${version} · .{10,}`, 'm'));
});
