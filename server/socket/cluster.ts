import { setTimeout as sleep } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient, ErrorReply } from 'redis';
import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { SECOND_MS } from '#shared/kernel/time.ts';

/** What several server processes on one database use to hear of each other's changes. */
export type Cluster = {
  readonly adapter: Parameters<Server['adapter']>[0];
  /** Called whenever the line to Redis stands again after a break. */
  onBack(listener: () => void): void;
  close(): void;
};

/** Redis answered, but not to us: a wrong password, or rights that are missing. */
export class ClusterRefused extends Error {
  override readonly name = 'ClusterRefused';
}

type RedisLine = ReturnType<typeof createClient<Record<never, never>, Record<never, never>, Record<never, never>, 2>>;

const LONGEST_PAUSE_MS = 2 * SECOND_MS;
/** How long a start waits for Redis before it goes on without; the line comes up by itself later. */
const PATIENCE_MS = 3 * SECOND_MS;
/** News that wait for Redis to come back. Beyond this they are dropped: heads bring the consoles up to date anyway. */
const MOST_WAITING = 20_000;

/**
 * Joins the server processes that share a Redis: a change pushed to one reaches the consoles connected to another.
 *
 * News travel in a Redis stream, not over pub/sub: a process whose line was cut reads on where it stopped. Redis holds nothing that
 * cannot be lost; while it is away the server works on, and consoles of other processes learn of changes by the heads of every 30 s.
 *
 * @throws ClusterRefused when Redis refuses us
 */
export async function joinCluster(url: string, log: Logger): Promise<Cluster> {
  const back: (() => void)[] = [];
  // The adapter reads answers in the shape of RESP 2.
  const client = createClient({ url, RESP: 2 as const, commandsQueueMaxLength: MOST_WAITING, socket: { reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, LONGEST_PAUSE_MS), connectTimeout: PATIENCE_MS } });
  const lines: { destroy(): void }[] = [];
  /** Lines that do not stand now: when the first breaks and when the last is back, one line is logged. */
  const broken = new Set<RedisLine>();
  let closed = false;
  const watch = (line: RedisLine): Watched => {
    lines.push(line);
    const watched: Watched = {
      isDown: (cause) => {
        if (broken.size === 0 && !closed) log.warn({ err: cause }, 'the line to Redis broke; consoles of other server processes hear of changes within 30 s until it is back');
        broken.add(line);
      },
      isUp: () => {
        if (!broken.delete(line)) return;
        if (broken.size === 0) log.info('the line to Redis is back');
        for (const listener of back) listener();
      },
      closed: () => closed,
    };
    line.on('error', watched.isDown);
    line.on('ready', watched.isUp);
    keepStanding(line, watched);
    return watched;
  };
  watch(client);
  // The adapter makes its readers by `duplicate`: they are known here too, to be watched and to be ended at once.
  const duplicate = client.duplicate.bind(client);
  client.duplicate = ((...overrides: Parameters<typeof duplicate>) => {
    const reader = duplicate(...overrides) as unknown as RedisLine;
    const watched = watch(reader);
    const connect = reader.connect.bind(reader);
    reader.connect = (() => untilItStands(connect, watched)) as typeof reader.connect;
    return reader;
  }) as unknown as typeof client.duplicate;

  const refused = await firstAnswer(client);
  if (refused !== null) {
    client.destroy();
    throw new ClusterRefused(refused.message, { cause: refused });
  }
  const adapter = createAdapter(client, { streamName: 'comptoir', maxLen: 10_000, blockTimeInMs: SECOND_MS });
  return {
    adapter,
    onBack: (listener) => void back.push(listener),
    close: () => {
      closed = true;
      for (const line of lines) line.destroy();
    },
  };
}

type Watched = { isDown(cause: unknown): void; isUp(): void; closed(): boolean };

/** Tries something again until Redis allows it. */
async function untilItStands<T>(what: () => Promise<T>, { isDown, isUp, closed }: Watched): Promise<T> {
  for (;;) {
    try {
      const done = await what();
      isUp();
      return done;
    } catch (cause) {
      isDown(cause);
      // Nobody waits for what can no longer be.
      if (closed()) return new Promise<never>(() => undefined);
      await pauseAfterRefusal();
    }
  }
}

const pauseAfterRefusal = (): Promise<void> => sleep(LONGEST_PAUSE_MS, undefined, { ref: false });

/**
 * The adapter listens to no refusal: a password or a right that is taken away while it subscribes or tells would end the process, and one taken
 * from its reader would let it ask again without a pause. Here each is one more way in which a line is down, and is tried again.
 */
function keepStanding(line: RedisLine, watched: Watched): void {
  const [subscribe, publish, xRead] = [line.subscribe.bind(line), line.publish.bind(line), line.xRead.bind(line)];
  line.subscribe = ((...asked: Parameters<typeof subscribe>) => untilItStands(() => subscribe(...asked), watched)) as typeof line.subscribe;
  const told = (...said: Parameters<typeof publish>) => publish(...said).catch(watched.isDown);
  const read = async (...asked: Parameters<typeof xRead>) => {
    try {
      const news = await xRead(...asked);
      watched.isUp();
      return news;
    } catch (cause) {
      if (cause instanceof ErrorReply) {
        watched.isDown(cause);
        await pauseAfterRefusal();
      }
      throw cause;
    }
  };
  // Commands are read-only in the client's types, and functions on its prototype.
  Object.assign(line, { publish: told, xRead: read });
}

/** Connects: the reason why Redis wants nothing to do with us, or null when it let us in or does not answer yet. */
function firstAnswer(client: { on(event: 'error', listener: (cause: unknown) => void): unknown; connect(): Promise<unknown> }): Promise<Error | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE_MS);
    const answer = (reason: Error | null) => {
      clearTimeout(timer);
      resolve(reason);
    };
    // The client goes on trying after a refusal as after a broken line; here they are told apart.
    client.on('error', (cause: unknown) => {
      if (cause instanceof ErrorReply) answer(cause);
    });
    client.connect().then(() => answer(null), (cause: unknown) => answer(cause instanceof Error ? cause : new Error(String(cause))));
  });
}
