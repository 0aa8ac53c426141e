import type { ServerDeps } from '#server/deps.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { catalogEndpoints } from '#shared/catalog/contract.ts';
import type { shopEndpoints } from '#shared/catalog/shop-contract.ts';
import type { versionEndpoints } from '#shared/catalog/versions-contract.ts';
import { historyOf } from './history.ts';
import { editsOfJob, jobsOf } from './jobs.ts';

/** Answers the catalogue's own questions; products and shops themselves travel by sync. */
export const catalogHandlers = (deps: Pick<ServerDeps, 'db'>): EndpointHandlers<typeof catalogEndpoints & typeof shopEndpoints & typeof versionEndpoints> => ({
  history: ({ params, query }, { actor }) => historyOf(deps, actor, { entity: 'product', id: params.id, ...query }),
  shopHistory: ({ params, query }, { actor }) => historyOf(deps, actor, { entity: 'shop', id: params.id, ...query }),
  jobs: ({ query }, { actor }) => jobsOf(deps, actor, query),
  job: ({ params, query }, { actor }) => editsOfJob(deps, actor, params.id, query),
});
