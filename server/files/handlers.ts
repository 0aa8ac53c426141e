import type { EndpointHandlers } from '#server/http/handler.ts';
import type { fileEndpoints } from '#shared/catalog/file-contract.ts';
import { filesOver, type FilesDeps } from './files.ts';

/** Takes contents of files in and gives them out. */
export function fileHandlers(deps: FilesDeps): EndpointHandlers<typeof fileEndpoints> {
  const files = filesOver(deps);
  return {
    fileHeld: ({ params }, { actor }) => files.held(actor, params),
    sendFile: ({ params, query, body }, { actor }) => files.send(actor, params, { ...query, content: body }),
    file: ({ params }, { actor }) => files.read(actor, params),
  };
}
