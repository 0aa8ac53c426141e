import type { Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { syncChannels } from '#shared/sync/contract.ts';

type All = Handlers<typeof syncChannels>;
/** Answered also while the cache is shut. */
type Always = 'sync.state' | 'sync.now';

/** What the window asks about unsent changes and conflicts, answered by the handlers of whoever is signed in; asked anew each time, since that may change in between. */
export function syncChannelsOver(open: () => Result<All, AppError>): Omit<All, Always> {
  const over = <K extends Exclude<keyof All, Always>>(name: K): All[K] =>
    ((input: never) => {
      const opened = open();
      return opened.ok ? (opened.value[name] as (input: never) => unknown)(input) : opened;
    }) as All[K];
  return {
    'sync.unsent': over('sync.unsent'),
    'sync.shops': over('sync.shops'),
    'sync.group': over('sync.group'),
    'sync.undo': over('sync.undo'),
    'sync.retry': over('sync.retry'),
    'sync.restore': over('sync.restore'),
    'sync.export': over('sync.export'),
    'sync.importLook': over('sync.importLook'),
    'sync.import': over('sync.import'),
    'sync.conflicts': over('sync.conflicts'),
    'sync.settle': over('sync.settle'),
    'sync.settled': over('sync.settled'),
    'sync.unsettle': over('sync.unsettle'),
  };
}
