import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type BadLine = {
  readonly url: string;
  /** What has happened so far: cuts, bytes that came twice, pauses. */
  readonly happened: { cuts: number; repeats: number; delays: number; refused: number };
  /** From now on everything passes. */
  mend(): void;
  close(): Promise<void>;
};

/** How often each misfortune strikes, from 0 to 1 per block of bytes or per connection. */
const ODDS = { cut: 0.03, delay: 0.25, repeat: 0.3, refuse: 0.08 };
const LONGEST_DELAY_MS = 60;
/** A request longer than this is not kept for repeating. */
const MOST_KEPT = 2 * 1024 * 1024;

/**
 * A line to a server that treats bytes as bad networks do: it cuts connections at any byte in either direction, holds bytes back, refuses
 * connections, and delivers whole requests a second time, later and out of order, on a connection of their own whose answer nobody reads.
 */
export async function aBadLine(target: () => string, random: () => number): Promise<BadLine> {
  const happened = { cuts: 0, repeats: 0, delays: 0, refused: 0 };
  const open = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let bad = true;
  const strikes = (odds: number) => bad && random() < odds;
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const keep = (socket: Socket, together: () => Socket[]) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => {
      open.delete(socket);
      for (const other of together()) other.destroy();
    });
  };
  const portOf = () => Number(new URL(target()).port);

  /** In order within a direction, as TCP promises; but late, and perhaps not to the end. */
  const pass = (from: Socket, to: Socket) => {
    let freeAt = 0;
    from.on('data', (block: Buffer) => {
      const now = performance.now();
      const delayed = strikes(ODDS.delay);
      if (delayed) happened.delays++;
      freeAt = Math.max(freeAt, now + (delayed ? random() * LONGEST_DELAY_MS : 0));
      const cut = strikes(ODDS.cut) ? Math.floor(random() * block.length) : -1;
      const send = () => {
        to.write(cut < 0 ? block : block.subarray(0, cut));
        if (cut >= 0) {
          happened.cuts++;
          from.destroy();
          to.destroy();
        }
      };
      if (freeAt <= now) send();
      else later(freeAt - now, send);
    });
  };

  const server = createServer((near) => {
    if (strikes(ODDS.refuse)) {
      happened.refused++;
      return void near.destroy();
    }
    const far = connect(portOf(), '127.0.0.1');
    keep(near, () => [far]);
    keep(far, () => [near]);
    const kept: Buffer[] = [];
    near.on('data', (block: Buffer) => {
      if (kept.reduce((sum, { length }) => sum + length, 0) < MOST_KEPT) kept.push(block);
    });
    near.on('close', () => {
      if (kept.length === 0 || !strikes(ODDS.repeat)) return;
      happened.repeats++;
      later(random() * 500, () => {
        const again = connect(portOf(), '127.0.0.1');
        keep(again, () => []);
        again.resume();
        again.write(Buffer.concat(kept));
        later(2_000, () => again.destroy());
      });
    });
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    happened,
    mend: () => {
      bad = false;
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
