import { z } from 'zod';
import type { Endpoint, Replied } from './http.ts';

type Parts = 'params' | 'query' | 'body';
type Heard<E extends Endpoint> = { readonly [P in Parts as E[P] extends z.ZodType ? P : never]: E[P] extends z.ZodType ? z.output<E[P]> : never };
type Asked<E extends Endpoint> = { readonly [P in Parts as E[P] extends z.ZodType ? P : never]: E[P] extends z.ZodType ? z.input<E[P]> : never };

/** A question of the window that the data process passes on to the server as it is: the parts of the endpoint's call, and its answer. */
export function passedOn<const E extends Endpoint>(endpoint: E): { readonly input: z.ZodType<Heard<E>, Asked<E>>; readonly output: z.ZodType<Replied<E>> } {
  const parts = Object.fromEntries((['params', 'query', 'body'] as const).flatMap((part) => (endpoint[part] instanceof z.ZodType ? [[part, endpoint[part]]] : [])));
  return { input: z.strictObject(parts) as never, output: (endpoint.reply instanceof z.ZodType ? endpoint.reply : z.unknown()) as never };
}
