/** A process the shell runs for the data process, which may not start any itself where the program is packed. `port` leads to it. */
export type Helper<Port> = { readonly port: Port; onExit(listener: () => void): void; kill(): void };

/**
 * The helpers of one life of the data process: it names them by numbers, hears when one is gone, and takes all of them along when it dies.
 *
 * @param start none where the data process starts what it needs as its own children
 */
export function helpersOf<Port>(start: (() => Helper<Port>) | undefined, tell: { readonly started: (helper: number, port: Port) => void; readonly gone: (helper: number) => void }) {
  const running = new Map<number, Helper<Port>>();
  return {
    start: (helper: number): void => {
      const made = start?.();
      if (!made) return tell.gone(helper);
      running.set(helper, made);
      made.onExit(() => {
        if (running.delete(helper)) tell.gone(helper);
      });
      tell.started(helper, made.port);
    },
    end: (helper: number): void => running.get(helper)?.kill(),
    endAll: (): void => {
      const all = [...running.values()];
      running.clear();
      for (const helper of all) helper.kill();
    },
  };
}
