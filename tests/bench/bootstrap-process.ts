/**
 * A process of its own, as a console is one: brings the demo vendor's shop to this machine again and again, as it is told to.
 * Receives `{ url, email, password }`, then `{ file, encoding }` for every time, and answers each with milliseconds.
 */
import type { SnapshotManifest } from '#shared/sync/model.ts';
import { bootstrap, freshCache, signedIn, timed } from './world.ts';

export type Account = { readonly url: string; readonly email: string; readonly password: string };
export type Bring = { readonly file: string; readonly encoding: SnapshotManifest['encoding'] };

let desk: Awaited<ReturnType<typeof signedIn>> | null = null;

async function take(told: Account | Bring): Promise<number> {
  if ('url' in told) {
    desk = await signedIn({ url: told.url, passwordOf: () => told.password }, told.email);
    return 0;
  }
  const { http, scope } = desk!;
  const empty = freshCache(told.file, scope);
  const { ms, value } = await timed(() => bootstrap(http, told.file, scope, empty, told.encoding));
  value.close();
  return ms;
}

process.on('message', (told: Account | Bring) => {
  take(told).then((ms) => process.send!({ ms }), (cause: unknown) => process.send!({ failed: cause instanceof Error ? cause.message : String(cause) }));
});
