import { z } from 'zod';

/** Anything that survives JSON: what travels in patches, audit entries and error details. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export const json: z.ZodType<Json> = z.json() as unknown as z.ZodType<Json>;
