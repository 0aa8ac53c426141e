import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { schemaSteps } from '#shared/catalog/schema-steps.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { standingOf, type SchemaWindow } from '#shared/sync/schema-window.ts';

/** What this server speaks; a step stays for two more schemas. */
export const schemaWindow: SchemaWindow = { current: CACHE_SCHEMA, steps: schemaSteps };

/** What those who answer consoles are handed; tests plant a later schema. */
export type Schemas = { readonly schemas?: SchemaWindow };

/** Why a console of this schema is not served; null when it is. */
export function refuseSchema(window: SchemaWindow, schema: number): AppError | null {
  const standing = standingOf(window, schema);
  return standing === 'served' ? null : { code: 'update-needed', rule: standing === 'too-old' ? 'console-too-old' : 'server-too-old', details: { schema, server: window.current } };
}
