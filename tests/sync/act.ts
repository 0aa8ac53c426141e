import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { edit, NOTHING_TO_SETTLE } from './edits.ts';
import type { AheadWatch } from './invariants/ahead.ts';
import type { ScreenWatch } from './invariants/at-every-step.ts';
import type { Ledger } from './ledger.ts';
import { editKinds, type Action, type EditKind } from './plan.ts';
import { chanceFrom } from './world/chance.ts';
import { personOf, SHOPS } from './world/people.ts';
import { tellOrder } from './world/order-news.ts';
import type { SimConsole } from './world/sim-console.ts';
import type { SharedMachine } from './world/shared-machine.ts';
import { ServerDied, type SimServer } from './world/sim-server.ts';
import type { Timeline } from './world/timeline.ts';

/** The server goes down and comes back; whoever was connected is not any more. */
export function bounceServer(server: SimServer, timeline: Timeline, ms: number): void {
  server.life++;
  server.down = true;
  server.hub.leaveAll();
  timeline.after(ms, () => {
    server.start();
    server.down = false;
  });
}

/** The server's program is replaced by today's. */
export function renewServer(server: SimServer, timeline: Timeline): void {
  server.renew();
  bounceServer(server, timeline, 3_000);
}

/** The server's power went in the middle: what was to be done was not done. */
const unlessItDied = (cause: unknown): void => {
  if (!(cause instanceof ServerDied)) throw cause;
};

export type World = {
  readonly products: number;
  readonly machine: SharedMachine | null;
  readonly consoles: readonly SimConsole[]; readonly server: SimServer; readonly ledger: Ledger; readonly timeline: Timeline; readonly watches: ReadonlyMap<SimConsole, ScreenWatch>; readonly aheads: ReadonlyMap<SimConsole, AheadWatch>;
  readonly tell: (who: string, what: string) => void;
  /** Somebody would settle a conflict and finds none: they take the next one that comes. */
  readonly settlesNext: Map<SimConsole, Action>;
};

/** Does what a plan says at its moment: an edit, or something that goes wrong. */
export async function act(action: Action, { products, machine, consoles, server, ledger, timeline, watches, aheads, tell, settlesNext }: World): Promise<void> {
  const console = machine !== null && action.console === 0 ? machine.seat : consoles[action.console]!;
  const chance = chanceFrom(`act ${action.seed}`);
  if ((editKinds as readonly string[]).includes(action.kind)) {
    // Who is signing out has nothing on the screen any more, however long it takes to close.
    if (!console.alive || (console === machine?.seat && machine.changing)) return;
    try {
      const done = await edit(console, action.kind as EditKind, action.seed, products, ledger);
      if (done === NOTHING_TO_SETTLE) settlesNext.set(console, action);
      tell(console.name, done);
    } catch (cause) {
      // The power went while somebody was editing: they see nothing more.
      if (console.alive) throw cause;
    }
    return;
  }
  switch (action.kind) {
    case 'crash':
      if (!console.alive) return;
      tell(console.name, 'crashes');
      console.crash('crashes');
      timeline.after(chance.whole(20_000), () => console.start());
      return;
    case 'die-at-commit':
      if (!console.alive) return;
      console.death = { when: chance.happens(0.6) ? 'before' : 'after', countdown: chance.whole(3), waitsForNews: chance.happens(0.5) };
      tell(console.name, `will die ${console.death.when} a commit`);
      // Away for a while, so that there is news to fetch.
      if (console.death.waitsForNews) console.cutUntil = timeline.now + chance.whole(15_000);
      timeline.after(5_000 + chance.whole(20_000) + (console.death.waitsForNews ? 15_000 : 0), () => console.start());
      return;
    case 'close':
      tell(console.name, 'is closed');
      await console.stop();
      timeline.after(chance.whole(20_000), () => console.start());
      return;
    case 'cut':
      console.cutUntil = timeline.now + chance.whole(40_000);
      tell(console.name, `is cut off for ${((console.cutUntil - timeline.now) / 1_000).toFixed(1)} s`);
      return;
    case 'away':
      console.cutUntil = timeline.now + 5_000 + chance.whole(30_000);
      console.skewMs += HOUR_MS + chance.whole(4 * DAY_MS);
      tell(console.name, `is away until ${((console.cutUntil - timeline.now) / 1_000).toFixed(1)} s later, days by its clock`);
      return;
    case 'sleep':
      console.sleepMs = HOUR_MS + chance.whole(4 * DAY_MS);
      tell(console.name, 'will sleep while it sends');
      return;
    case 'clock':
      console.skewMs += chance.whole(7_200_000) - 3_600_000;
      tell(console.name, `its clock jumps to ${console.skewMs} ms beside the time`);
      return;
    case 'try-now':
      if (!console.alive) return;
      tell(console.name, 'tries now');
      await console.engine?.tryNow();
      return;
    case 'server-restart':
      tell('server', 'restarts');
      bounceServer(server, timeline, 500 + chance.whole(15_000));
      return;
    case 'server-dies':
      server.dieAtCommit = 1 + chance.whole(5);
      return;
    case 'regrant': {
      const { name, role, shops } = (chance.happens(0.7) ? console : chance.pick(consoles)).person;
      if (role !== 'vendor') return;
      const now = SHOPS.filter((shop) => server.readableShops(personOf(name).userId).has(shop));
      const lost = chance.pick(SHOPS);
      const next = chance.pick([shops, now.filter((shop) => shop !== lost), SHOPS.filter((shop) => chance.happens(shops.includes(shop) ? 0.5 : 0.2))]);
      tell('server', `${name} now works in ${next.length === 0 ? 'no shop' : `shop ${next.join(' and ')}`}`);
      return server.regrant(name, next.map(shopIdOf)).catch(unlessItDied);
    }
    case 'compact':
      tell('server', 'forgets what is gone');
      return server.compact().catch(unlessItDied);
    case 'renumber':
      tell('server', 'is restored from a dump and numbers anew');
      server.renumber();
      return bounceServer(server, timeline, 1_000);
    case 'order-told': return tellOrder(server, timeline.now, chance).then((what) => tell('server', what)).catch(unlessItDied);
    case 'backup':
      tell(console.name, 'keeps a copy of its disk');
      return console.backup();
    case 'restore':
      if (!console.restore()) return;
      tell(console.name, 'is set back to the copy of its disk');
      ledger.setBack(console);
      watches.get(console)!.forget();
      aheads.get(console)!.forget();
      timeline.after(chance.whole(10_000), () => console.start());
      return;
    case 'server-renewed':
      tell('server', 'is replaced by today’s');
      return renewServer(server, timeline);
    case 'console-renewed':
      tell(console.name, 'is renewed');
      return console.renew();
    case 'change-over': return machine?.changeOver();
    case 'damage': {
      const done = console.alive ? console.damage(chance) : null;
      if (done === null) return;
      return tell(console.name, done);
    }
    default: throw new Error(`nobody does ${action.kind}`);
  }
}
