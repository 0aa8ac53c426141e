import type { Agenda } from './agenda.ts';
import type { EngineDeps } from './engine-deps.ts';
import type { LiveListener } from './live.ts';
import { scopeOf } from './store.ts';

/** Notes what is heard on the live line; `onHeard` is told when there is something to do. */
export function listenTo({ cache }: Pick<EngineDeps, 'cache'>, agenda: Agenda, on: { up(): void; down(): void; heads(): void; heard(): void }): LiveListener {
  return {
    onConnect: () => {
      // What was granted or taken away while nobody listened was not heard.
      agenda.scopes = true;
      on.up();
    },
    onDisconnect: () => {
      agenda.scopes = true;
      on.down();
    },
    onPoke: (poke) => {
      agenda.pokes.push(poke);
      on.heard();
    },
    onHeads: (heads) => {
      for (const { scope, head, digest } of heads) {
        const here = scopeOf(cache.current(), scope);
        if (!here) agenda.scopes = true;
        else if (here.cursor !== head) agenda.behind.add(scope);
        else if (digest !== null) agenda.digests.set(scope, { cursor: head, root: digest });
      }
      on.heads();
    },
    onGrants: () => {
      agenda.scopes = true;
      on.heard();
    },
  };
}
