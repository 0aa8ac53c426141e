import type { Connection } from '#shared/sync/sync-state.ts';

/** A capability behind the windows: what it answers, and what it wants to hear of. */
export type Service = {
  /** Its channels, each with what answers it. */
  readonly handlers: object;
  /** `cache()` answers another cache from now on, or none. */
  cacheChanged?(): void;
  connection?(now: Connection): void;
  /** A person does not want to wait: whatever stands by for its next try is tried. */
  tryNow?(): void;
  close?(): void | Promise<void>;
};

type All<Handlers> = (Handlers extends unknown ? (one: Handlers) => void : never) extends (all: infer Every) => void ? Every : never;

/** The channels of all of them. What must be answered and is not, the compiler finds where these are used. */
export const handlersOf = <S extends Service>(services: readonly S[]): All<S['handlers']> => Object.assign({}, ...services.map(({ handlers }) => handlers)) as All<S['handlers']>;

/** Tells all of them, in the order in which they were made. */
export const everyone = (services: readonly Service[]): Required<Omit<Service, 'handlers'>> => ({
  cacheChanged: () => services.forEach((service) => service.cacheChanged?.()),
  connection: (now) => services.forEach((service) => service.connection?.(now)),
  tryNow: () => services.forEach((service) => service.tryNow?.()),
  // Whoever was made later uses what was made before: it goes first.
  close: async () => {
    for (const service of services.toReversed()) await service.close?.();
  },
});
