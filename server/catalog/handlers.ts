import type { ServerDeps } from '#server/deps.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { catalogEndpoints } from '#shared/catalog/contract.ts';
import { historyOf } from './history.ts';

/** Answers the catalogue's own questions; products themselves travel by sync. */
export const catalogHandlers = (deps: Pick<ServerDeps, 'db'>): EndpointHandlers<typeof catalogEndpoints> => ({
  history: ({ params, query }, { actor }) => historyOf(deps, actor, params.id, query.limit),
});
