import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openApiOf } from '#server/http/openapi.ts';
import { httpEndpoints } from '#shared/contract/endpoints.ts';
import { errorCodes } from '#shared/contract/error-codes.ts';
import { endpoints, type Endpoint } from '#shared/contract/http.ts';
import { json } from '#shared/kernel/json.ts';
import { mediaAddresses } from '#shared/media/upload-contract.ts';

const description = openApiOf(httpEndpoints);
const declared = Object.entries(httpEndpoints as Record<string, Endpoint>);

/** Every `$ref` in a document. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)));
}

describe('SRV-09 the description of the server', () => {
  test.each(declared)('%s is described with its method, parts and refusals', (name, endpoint) => {
    const operation = description.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method] as unknown as {
      operationId: string; security: unknown[]; parameters?: { name: string; in: string; required: boolean }[]; requestBody?: object; responses: Record<string, unknown>;
    };
    expect(operation.operationId).toBe(name);
    expect(operation.security).toEqual(endpoint.auth === 'signed-in' ? [{ signedIn: [] }] : []);
    expect(operation.requestBody !== undefined).toBe(endpoint.body !== undefined);
    for (const key of endpoint.path.matchAll(/:(\w+)/g)) expect(operation.parameters).toContainEqual(expect.objectContaining({ name: key[1], in: 'path', required: true }));
    for (const code of endpoint.errors) expect(JSON.stringify(operation.responses[String(errorCodes[code].status)])).toContain(`"${code}"`);
    expect(operation.responses['200']).toBeDefined();
  });

  test('describes nothing that does not exist', () => {
    const operations = Object.values(description.paths).flatMap((path) => Object.keys(path));
    expect(operations).toHaveLength(declared.length);
  });

  test('pictures and uploads, which follow standards of their own, are described beside', () => {
    const { paths } = openApiOf(httpEndpoints, mediaAddresses);
    expect(Object.keys(paths['/media/uploads']!)).toEqual(['options', 'post']);
    for (const { path, method, auth } of mediaAddresses) {
      const operation = paths[path.replace(/:(\w+)/g, '{$1}')]![method] as unknown as { security: unknown[]; parameters: { name: string }[] };
      expect(operation.security).toHaveLength(auth === 'signed-in' ? 1 : 0);
      expect(operation.parameters.map(({ name }) => name)).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
    }
  });

  test('every reference leads somewhere inside the document', () => {
    const references = referencesIn(description);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\//);
      expect(Object.keys(description.components.schemas)).toContain(reference.slice('#/components/schemas/'.length));
    }
  });

  test('a schema that contains itself is described once', () => {
    const node: z.ZodType = z.object({ children: z.array(z.lazy(() => node)) });
    const own = openApiOf(endpoints({ tree: { method: 'post', path: '/tree', auth: 'anyone', summary: 'T', body: node, reply: z.object({ any: json }), errors: [] } }));
    for (const reference of referencesIn(own)) expect(Object.keys(own.components.schemas)).toContain(reference.slice('#/components/schemas/'.length));
  });

  test('the sizes and shapes a client must keep to are in it', () => {
    const push = JSON.stringify(description.paths['/sync/push']);
    expect(push).toContain('"maxItems":500');
    expect(JSON.stringify(description.paths['/sync/pull'])).toContain('"name":"limit","in":"query","required":false');
  });
});
