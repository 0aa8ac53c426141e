import type { Poke } from '#shared/sync/contract.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import type { ToldRoot } from './heal.ts';

/** What the next round has to look at: written by whoever hears something, crossed off by the round. */
export type Agenda = {
  /** Which scopes there are has to be asked (again). */
  scopes: boolean;
  /** Scopes with news that is not here yet. */
  readonly behind: Set<ScopeName>;
  /** Scopes the server can only give from the start. */
  readonly startOver: Set<ScopeName>;
  /** News that came with its rows. */
  pokes: Poke[];
  /** What the server told of the digests of scopes; compared when nothing else is to be done. */
  readonly digests: Map<ScopeName, ToldRoot>;
};

export const newAgenda = (): Agenda => ({ scopes: true, behind: new Set(), startOver: new Set(), pokes: [], digests: new Map() });

/** Whether there is something that brings or sends. */
export const isOpen = ({ scopes, behind, startOver, pokes }: Agenda): boolean => scopes || pokes.length > 0 || behind.size > 0 || startOver.size > 0;
