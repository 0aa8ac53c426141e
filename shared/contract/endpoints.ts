import { authEndpoints } from '../auth/contract.ts';
import { catalogEndpoints } from '../catalog/contract.ts';
import { syncEndpoints } from '../sync/contract.ts';

/** Everything the companion server answers over HTTP; the OpenAPI page is made from it. */
export const httpEndpoints = { ...authEndpoints, ...catalogEndpoints, ...syncEndpoints } as const;
export type HttpEndpoints = typeof httpEndpoints;
