import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { errorCodes, type ErrorCode } from '#shared/contract/error-codes.ts';
import type { Endpoint, Endpoints } from '#shared/contract/http.ts';
import { PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import { appError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';

type JsonObject = { [key: string]: Json };

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Refusals every endpoint may answer with, besides those it names. */
const everywhere: readonly ErrorCode[] = ['invalid-input', 'unknown-origin', 'too-large', 'internal', 'not-ready', 'timeout'];

/**
 * Describes the endpoints as OpenAPI 3.1, from the same schemas that parse the calls.
 *
 * @param declared the contract, usually `httpEndpoints`
 * @param addresses what follows standards of its own
 */
export function openApiOf(declared: Endpoints, addresses: readonly Address[] = []) {
  const schemas: JsonObject = {};
  const schemaOf = (name: string, schema: z.ZodType, io: 'input' | 'output') => lift(name, z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as unknown as JsonObject, schemas);
  schemas.AppError = schemaOf('AppError', appError, 'output');
  const paths: Record<string, JsonObject> = {};
  for (const [name, endpoint] of Object.entries(declared)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method]: operationOf(name, endpoint, schemaOf) };
  }
  for (const address of addresses) {
    const path = address.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [address.method]: addressOf(address) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Comptoir companion server',
      version: String(PROTOCOL_VERSION),
      description: 'Every refusal is JSON of the form {"error": AppError}. The header x-request-id comes back with every answer and stands in the log.',
    },
    paths,
    components: { schemas, securitySchemes: { signedIn: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token from sign-in or refresh; it lasts ten minutes.' } } },
  };
}

/** An address that is answered by a standard: its bodies and headers are described there. */
export type Address = { readonly name: string; readonly method: string; readonly path: string; readonly auth: Endpoint['auth']; readonly summary: string; readonly statuses: readonly number[] };

function addressOf({ name, path, auth, summary, statuses }: Address): JsonObject {
  return {
    operationId: name,
    summary,
    tags: [path.split('/')[1]!],
    security: auth === 'signed-in' ? [{ signedIn: [] }] : [],
    parameters: [...path.matchAll(/:(\w+)/g)].map(([, key]) => ({ name: key!, in: 'path', required: true, schema: { type: 'string' } })),
    responses: Object.fromEntries(statuses.map((status) => [String(status), { description: STATUS_CODES[status] ?? String(status) }])),
  };
}

type SchemaOf = (name: string, schema: z.ZodType, io: 'input' | 'output') => JsonObject;

function operationOf(name: string, endpoint: Endpoint, schemaOf: SchemaOf): JsonObject {
  const parameters = [
    ...parametersOf('path', endpoint.params && schemaOf(`${name}Params`, endpoint.params, 'input')),
    ...parametersOf('query', endpoint.query && schemaOf(`${name}Query`, endpoint.query, 'input')),
  ];
  const content: JsonObject = endpoint.reply === 'bytes' || endpoint.reply === 'stream'
    ? { 'application/octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } }
    : { 'application/json': { schema: schemaOf(`${name}Reply`, endpoint.reply, 'output') } };
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.path.split('/')[1]!],
    security: endpoint.auth === 'signed-in' ? [{ signedIn: [] }] : [],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(endpoint.body === 'stream' ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } } } } : {}),
    ...(endpoint.body && endpoint.body !== 'stream' ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(`${name}Body`, endpoint.body, 'input') } } } } : {}),
    responses: { '200': { description: endpoint.summary, content }, ...refusalsOf(endpoint) },
  };
}

function parametersOf(where: 'path' | 'query', schema: JsonObject | undefined): JsonObject[] {
  const properties = isObject(schema?.properties) ? schema.properties : {};
  const required = Array.isArray(schema?.required) ? schema.required : [];
  return Object.entries(properties).map(([name, property]) => ({ name, in: where, required: where === 'path' || required.includes(name), schema: property }));
}

function refusalsOf(endpoint: Endpoint): JsonObject {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set([...endpoint.errors, ...everywhere])) {
    const { status } = errorCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const error = (codes: string[]): JsonObject => ({ allOf: [{ $ref: '#/components/schemas/AppError' }, { type: 'object', properties: { code: { enum: codes } } }] });
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [
      String(status),
      { description: codes.join(', '), content: { 'application/json': { schema: { type: 'object', required: ['error'], properties: { error: error(codes) } } } } },
    ]),
  );
}

/** Moves the definitions inside one schema to the document's components and points its references there. */
function lift(name: string, schema: JsonObject, components: JsonObject): JsonObject {
  const inner = isObject(schema.$defs) ? schema.$defs : {};
  const moved = (reference: string) => (reference === '#' ? `#/components/schemas/${name}` : `#/components/schemas/${name}.${reference.slice('#/$defs/'.length)}`);
  let selfReferring = false;
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).filter(([key]) => key !== '$schema' && key !== '$defs').map(([key, one]) => {
        if (key !== '$ref' || typeof one !== 'string') return [key, walk(one)];
        selfReferring ||= one === '#';
        return [key, moved(one)];
      }),
    );
  };
  for (const [key, definition] of Object.entries(inner)) components[`${name}.${key}`] = walk(definition);
  const lifted = walk(schema) as JsonObject;
  if (selfReferring) components[name] = lifted;
  return lifted;
}
