import type { HttpEndpoints } from '#shared/contract/endpoints.ts';
import type { Sent } from '#shared/contract/http.ts';
import type { HttpClient } from './client.ts';

/** Answers a question of the window with what the server says to it; the counterpart of `passedOn`. */
export const passOn = <K extends keyof HttpEndpoints>(http: HttpClient, name: K) => (asked: unknown) => http(name, asked as Sent<HttpEndpoints[K]>);
