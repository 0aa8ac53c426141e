import { readHeads } from '#server/sync/pull.ts';
import type { Mutation, Outcome } from '#shared/sync/model.ts';
import { edit } from './edits.ts';
import { checkDisk } from './invariants/after-a-crash.ts';
import { ScreenWatch } from './invariants/at-every-step.ts';
import { checkConvergence, checkOutcomes, checkRecords } from './invariants/at-the-end.ts';
import { checkDisks, watchLeaks } from './invariants/leaks.ts';
import type { Invariant, Violation } from './invariants/violation.ts';
import { Ledger } from './ledger.ts';
import { editKinds, type Action, type EditKind, type Plan } from './plan.ts';
import { chanceFrom } from './world/chance.ts';
import { personOf, SHOPS, START } from './world/people.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { SimConsole } from './world/sim-console.ts';
import { ServerDied, SimServer, type Handled } from './world/sim-server.ts';
import { Timeline } from './world/timeline.ts';
import { Trace } from './world/trace.ts';
import { noFaults } from './world/wire.ts';

/** What came of a history. */
export type Played = { readonly violations: readonly Violation[]; readonly mutations: number; readonly outcomes: Readonly<Record<string, number>>; readonly digest: string; readonly told: readonly string[]; readonly trace: readonly string[] };

const HEADS_MS = 30_000;
/** So long a history may take to come to rest once nothing goes wrong any more. */
const REST_MS = 10 * 60_000;
const LOOK_MS = 10_000;
const WIPED_MS = 35_000;
const COMPARED_MS = 75_000;
/** Ten times what a history of this size needs. */
const MOST_REQUESTS = 2_500;
/** More than one kind of failure is not looked for in one history. */
const MOST_VIOLATIONS = 60;

/** Plays a history from its plan: nothing but the plan decides what happens. */
export async function play(plan: Plan, { keepTrace = false } = {}): Promise<Played> {
  const timeline = new Timeline(START);
  const trace = new Trace(() => timeline.now, keepTrace);
  const told: string[] = [];
  const violations: Violation[] = [];
  const report = (invariant: Invariant, what: string) => {
    if (violations.length < MOST_VIOLATIONS) violations.push({ invariant, what });
    trace.note('!', invariant, what);
  };
  const tell = (who: string, what: string) => {
    told.push(`${((timeline.now - START) / 1_000).toFixed(3).padStart(9)} ${who.padEnd(8)} ${what}`);
    trace.note(who, what);
  };
  const server = await SimServer.open(timeline, chanceFrom(`server ${plan.seed}`));
  const ledger = new Ledger((invariant, what) => report(invariant as Invariant, what));
  const leaks = watchLeaks(server, report);
  server.onBroken = (name, cause) => report('fit', `the server broke at ${name}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  server.onHandled = (handled) => {
    if (++requests > MOST_REQUESTS && !timeline.halted) {
      report('I9', `${requests} requests and no end`);
      timeline.halted = true;
    }
    leaks.answered(handled);
    if (handled.request.name === 'push') notePush(ledger, handled);
  };
  server.onDeath = () => {
    tell('server', 'dies at a commit');
    bounceServer(server, timeline, 1_500);
  };
  let calm = false;
  let requests = 0;
  const consoles = plan.people.map((person, i) => new SimConsole({
    name: `${person}${plan.people.indexOf(person) === i ? '' : i}`, person, seed: plan.seed, timeline, trace, server, limits: plan.limits,
    faults: () => (calm ? noFaults : plan.faults), onBroken: (what) => report('fit', `${person}: ${what}`),
    onRenamed: (console) => {
      if (!ledger.wasSetBack(console)) report('I2', `${console.name} took another name although its disk was never set back`);
    },
    onHealed: (console, records) => {
      if (records > 0 && console.damaged.size === 0) report('I1', `${console.name} had to mend ${records} records nobody had damaged`);
    },
    onOpened: (console) => {
      checkDisk(console, report);
      watches.get(console)?.look((_, what) => report('I10', what));
    },
  }));
  plan.skewsMs.forEach((skew, i) => {
    consoles[i]!.skewMs = skew;
  });
  const seen = new Map<SimConsole, number>();
  const watches = new Map(consoles.map((console) => [console, new ScreenWatch(console, ledger, report)]));
  timeline.afterEach = () => {
    for (const console of consoles) {
      // Edits may have been written and sent in the very moment in which it died.
      if (console.remains) ledger.observe(console, console.remains);
      console.bury();
      if (!console.alive || seen.get(console) === console.commits) continue;
      seen.set(console, console.commits);
      ledger.observe(console);
      watches.get(console)!.look();
    }
  };
  const everyHeads = () => {
    if (!server.down) void server.hub.tellHeads();
    timeline.after(HEADS_MS, everyHeads);
  };
  timeline.after(HEADS_MS, everyHeads);

  try {
    for (const console of consoles) console.start();
    for (const action of plan.actions) timeline.after(action.at, () => void (calm && !(editKinds as readonly string[]).includes(action.kind) ? Promise.resolve() : act(action, { products: plan.products, consoles, server, ledger, timeline, watches, tell })).catch((cause: unknown) => report('fit', `${action.kind}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)));
    await timeline.until(START + plan.calmAt);
    calm = true;
    server.dieAtCommit = 0;
    for (const console of consoles) {
      console.death = null;
      console.cutUntil = 0;
      console.start();
    }
    tell('world', 'calms down');
    await rest(consoles, server, timeline, report);
    // What was damaged is found when digests are compared next, not before.
    if (consoles.some(({ damaged }) => damaged.size > 0)) await timeline.until(timeline.now + COMPARED_MS);
    for (const console of consoles) ledger.observe(console);
    await checkConvergence(server, consoles, report);
    checkOutcomes(consoles, ledger, auditOf(server), report);
    checkRecords(server, ledger, report);
    // Words that left one by one are wiped together, at the latest after half a minute.
    if (plan.actions.some(({ kind }) => kind === 'regrant')) await timeline.until(timeline.now + WIPED_MS);
    checkDisks(server, consoles, report);
  } catch (cause) {
    report('fit', cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  } finally {
    for (const console of consoles) {
      console.crash('ends');
      console.bury();
    }
    server.close();
  }
  return { violations, mutations: ledger.entries.size, outcomes: ledger.outcomes(), digest: trace.digest(), told, trace: trace.lines };
}

function notePush(ledger: Ledger, { request, result }: Handled): void {
  const { mutations } = JSON.parse(request.body!) as { mutations: Mutation[] };
  ledger.pushed(mutations, result.ok ? (JSON.parse(JSON.stringify(result.value)) as { outcomes: Outcome[] }).outcomes : null);
}

const auditOf = (server: SimServer): ReadonlyMap<string, number> =>
  new Map((server.db.sqlite!.prepare('SELECT mid, count(*) AS times FROM change_audit GROUP BY mid').all() as { mid: string; times: number }[]).map(({ mid, times }) => [mid, times]));

function bounceServer(server: SimServer, timeline: Timeline, ms: number): void {
  server.life++;
  server.down = true;
  server.hub.leaveAll();
  timeline.after(ms, () => {
    server.start();
    server.down = false;
  });
}

/** The server's power went in the middle: what was to be done was not done. */
const unlessItDied = (cause: unknown): void => {
  if (!(cause instanceof ServerDied)) throw cause;
};

type World = {
  readonly products: number;
  readonly consoles: readonly SimConsole[]; readonly server: SimServer; readonly ledger: Ledger; readonly timeline: Timeline; readonly watches: ReadonlyMap<SimConsole, ScreenWatch>;
  readonly tell: (who: string, what: string) => void;
};

async function act(action: Action, { products, consoles, server, ledger, timeline, watches, tell }: World): Promise<void> {
  const console = consoles[action.console]!;
  const chance = chanceFrom(`act ${action.seed}`);
  if ((editKinds as readonly string[]).includes(action.kind)) {
    if (!console.alive) return;
    try {
      tell(console.name, await edit(console, action.kind as EditKind, action.seed, products, (lines) => ledger.takenBack(lines)));
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
      console.death = { when: chance.happens(0.6) ? 'before' : 'after', countdown: chance.whole(3) };
      tell(console.name, `will die ${console.death.when} a commit`);
      timeline.after(5_000 + chance.whole(20_000), () => console.start());
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
    case 'backup':
      tell(console.name, 'keeps a copy of its disk');
      return console.backup();
    case 'restore':
      if (!console.restore()) return;
      tell(console.name, 'is set back to the copy of its disk');
      ledger.setBack(console);
      watches.get(console)!.forget();
      timeline.after(chance.whole(10_000), () => console.start());
      return;
    case 'damage': {
      const done = console.alive ? console.damage(chance) : null;
      if (done === null) return;
      return tell(console.name, done);
    }
    default: throw new Error(`nobody does ${action.kind}`);
  }
}

/** I9: faults end, and in bounded time nothing waits any more and every console stands at the head. */
async function rest(consoles: readonly SimConsole[], server: SimServer, timeline: Timeline, report: (invariant: Invariant, what: string) => void): Promise<void> {
  const end = timeline.now + REST_MS;
  for (;;) {
    await timeline.until(timeline.now + LOOK_MS);
    const heads = new Map((await readHeads({ db: server.db }, server.allScopes)).map(({ scope, head }) => [scope as string, head]));
    const waiting: string[] = [];
    for (const console of consoles) {
      const actor = await server.actorOf(console.person.name);
      const expected = new Map((actor === null ? [] : server.scopesOf(actor)).map((scope) => [scope as string, heads.get(scope)!]));
      waiting.push(...(console.alive ? waitingAt(console, expected) : [`${console.name} is off`]));
    }
    if (waiting.length === 0) return;
    if (timeline.now > end || timeline.halted) {
      for (const what of waiting) report('I9', what);
      return;
    }
  }
}

function waitingAt(console: SimConsole, heads: ReadonlyMap<string, string>): string[] {
  const { sqlite } = console.db;
  const unsent = sqlite.prepare(`SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending') AND error IS NULL`).pluck().get() as number;
  const scopes = sqlite.prepare('SELECT scope, cursor, caught_up_at FROM scope').all() as { scope: string; cursor: string; caught_up_at: number | null }[];
  const state = console.engine?.state().connection.name;
  return [
    ...(unsent > 0 ? [`${console.name} has ${unsent} edits unsent, connection ${state}`] : []),
    ...(state !== 'online' ? [`${console.name} is ${state}: ${JSON.stringify(console.engine?.state().connection)}`] : []),
    ...scopes.filter(({ scope, cursor, caught_up_at }) => cursor !== heads.get(scope) || caught_up_at === null).map(({ scope }) => `${console.name} is behind in ${scope}`),
    ...scopes.filter(({ scope }) => !heads.has(scope)).map(({ scope }) => `${console.name} still holds ${scope}`),
    ...[...heads.keys()].filter((scope) => !scopes.some((one) => one.scope === scope)).map((scope) => `${console.name} does not know ${scope}`),
  ];
}
