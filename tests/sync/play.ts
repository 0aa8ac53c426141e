import { openConflicts } from '#electron/sync/store.ts';
import { readHeads } from '#server/sync/pull.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Mutation, Outcome } from '#shared/sync/model.ts';
import { act, bounceServer, renewServer } from './act.ts';
import { AheadWatch } from './invariants/ahead.ts';
import { checkDisk } from './invariants/after-a-crash.ts';
import { ScreenWatch } from './invariants/at-every-step.ts';
import { checkConvergence, checkDigests, checkOutcomes, checkPlaces, checkRecords } from './invariants/at-the-end.ts';
import { checkConflictsLeft, checkDisks, watchLeaks } from './invariants/leaks.ts';
import { checkOrders } from './invariants/orders.ts';
import { checkUses } from './invariants/pictures.ts';
import type { Invariant, Violation } from './invariants/violation.ts';
import { Ledger } from './ledger.ts';
import { editKinds, type Action, type Plan } from './plan.ts';
import { ask, column } from './world/ask.ts';
import { chanceFrom } from './world/chance.ts';
import { ADDED, fromOlder, pushIn, saidIn } from './world/older-words.ts';
import { START, type PersonName } from './world/people.ts';
import { SharedMachine } from './world/shared-machine.ts';
import { SimConsole } from './world/sim-console.ts';
import { SimServer, type Handled } from './world/sim-server.ts';
import { Timeline } from './world/timeline.ts';
import { Trace, type Tracing } from './world/trace.ts';
import { noFaults } from './world/wire.ts';

/** What came of a history. */
export type Played = { readonly violations: readonly Violation[]; readonly mutations: number; readonly outcomes: Readonly<Record<string, number>>; readonly digest: string; readonly told: readonly string[]; readonly trace: readonly string[] };

const HEADS_MS = 30_000;
/** So long a history may take to come to rest once nothing goes wrong any more. */
const REST_MS = 10 * 60_000;
const LOOK_MS = 2_000;
/** So long somebody looks at a conflict before they decide. */
const SETTLES_AFTER_MS = 300;
const WIPED_MS = 35_000;
const COMPARED_MS = 75_000;
/** Ten times what a history of this size needs. */
const MOST_REQUESTS = 2_500;
/** More than one kind of failure is not looked for in one history. */
const MOST_VIOLATIONS = 60;

/** Plays a history from its plan: nothing but the plan decides what happens. */
export async function play(plan: Plan, tracing: Tracing = 'off'): Promise<Played> {
  const timeline = new Timeline(START);
  const trace = new Trace(() => timeline.now, tracing);
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
  const server = await SimServer.open(timeline, chanceFrom(`server ${plan.seed}`), plan.orders);
  server.moves = plan.actions.some(({ kind, console }) => kind === 'move' && plan.people[console] === 'Amina');
  if (plan.behind > 0) server.beginOlder(plan.behind);
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
  const newConsole = (person: PersonName, name: string, who: () => PersonName | null): SimConsole => new SimConsole({
    name, person, who, seed: plan.seed, timeline, trace, server, limits: plan.limits, pausesMs: plan.pausesMs,
    faults: () => (calm ? noFaults : plan.faults), onBroken: (what) => report('fit', `${person}: ${what}`),
    onRenamed: (console) => {
      if (!ledger.wasSetBack(console)) report('I2', `${console.name} took another name although its disk was never set back`);
    },
    onHealed: (console, records) => {
      if (records > 0 && console.damaged.size === 0) report('I1', `${console.name} had to mend ${records} records nobody had damaged`);
    },
    ahead: (console) => aheads.get(console)!,
    onOpened: (console) => {
      checkDisk(console, report);
      watches.get(console)?.look((_, what) => report('I10', what));
    },
  });
  const whoAt = (i: number, person: PersonName) => () => (i === 0 && machine !== null ? machine.personNow() : person);
  const own = plan.people.map((person, i) => newConsole(person, `${person}${plan.people.indexOf(person) === i ? '' : i}`, whoAt(i, person)));
  const second = plan.second === null ? null : newConsole(plan.second, `${plan.second}+`, whoAt(0, plan.second));
  const consoles: readonly SimConsole[] = second === null ? own : [...own, second];
  const machine: SharedMachine | null = second === null ? null : new SharedMachine([own[0]!, second], { timeline, report, tell, serverDown: () => server.down, onForgotten: (seat) => {
    ledger.forgotten(seat);
    watches.get(seat)!.forget();
    aheads.get(seat)!.forget();
  } });
  const seated = () => consoles.filter((console) => console.seated);
  consoles.forEach((console, i) => Object.assign(console, { skewMs: plan.skewsMs[i] ?? plan.skewsMs[0]!, behind: plan.behind }));
  const seen = new Map<SimConsole, number>();
  const watches = new Map(consoles.map((console) => [console, new ScreenWatch(console, ledger, (id, version) => server.docAt(id, version), report)]));
  const aheads: ReadonlyMap<SimConsole, AheadWatch> = new Map(consoles.map((console) => [console, new AheadWatch(console, server, ledger, report)]));
  const settlesNext = new Map<SimConsole, Action>();
  const doing = (action: Action): void => void act(action, { products: plan.products, machine, consoles, server, ledger, timeline, watches, aheads, tell, settlesNext })
    .catch((cause: unknown) => report('fit', `${action.kind}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`));
  /** A conflict has come to somebody who was looking for one. */
  const settleIfThere = (console: SimConsole) => {
    const action = settlesNext.get(console);
    if (action === undefined || calm || openConflicts(console.db, 0, 1).length === 0) return;
    settlesNext.delete(console);
    timeline.after(SETTLES_AFTER_MS, () => (calm ? undefined : doing(action)));
  };
  timeline.afterEach = () => {
    for (const console of consoles) {
      // Edits may have been written and sent in the very moment in which it died.
      if (console.remains) ledger.observe(console, console.remains);
      console.bury();
      if (!console.alive || seen.get(console) === console.commits) continue;
      seen.set(console, console.commits);
      ledger.observe(console);
      watches.get(console)!.look();
      settleIfThere(console);
    }
  };
  const everyHeads = () => {
    if (!server.down) void server.hub.tellHeads();
    timeline.after(HEADS_MS, everyHeads);
  };
  timeline.after(HEADS_MS, everyHeads);

  try {
    for (const console of consoles) console.start();
    void machine?.signIn(machine.seats[0]);
    for (const action of plan.actions) timeline.after(action.at, () => (calm && !(editKinds as readonly string[]).includes(action.kind) ? undefined : doing(action)));
    await timeline.until(START + plan.calmAt);
    calm = true;
    server.dieAtCommit = 0;
    if ((server.behind ?? 0) > 0) renewServer(server, timeline);
    for (const console of consoles) {
      if (console.behind > 0) console.renew();
      console.death = null;
      console.cutUntil = 0;
      console.start();
    }
    tell('world', 'calms down');
    await rest(seated, machine, server, timeline, report);
    // Whoever is not signed in comes back to what they left.
    if (machine?.waitsForOther === true && violations.length === 0) {
      void machine.changeOver();
      await rest(seated, machine, server, timeline, report);
    }
    // What was damaged is found when digests are compared next, not before.
    if (consoles.some(({ damaged }) => damaged.size > 0)) await timeline.until(timeline.now + COMPARED_MS);
    for (const console of seated()) ledger.observe(console);
    await checkConvergence(server, seated(), report);
    checkOutcomes(seated(), ledger, auditOf(server), report);
    checkRecords(server, ledger, report);
    checkPlaces(server, report);
    checkUses(server, report);
    checkOrders(server, seated(), report);
    for (const ahead of aheads.values()) ahead.checkTruth();
    await checkDigests(server, report);
    // Words that left one by one are wiped together, at the latest after half a minute; what nobody has noted stays.
    if (server.moves || plan.actions.some(({ kind }) => kind === 'regrant')) await wiped(seated(), timeline);
    checkConflictsLeft(seated(), report);
    checkDisks(server, seated(), report);
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

function notePush(ledger: Ledger, { person, request, result }: Handled): void {
  const body = JSON.parse(request.body!) as { schema: number; mutations: Mutation[] };
  const said = result.ok ? (JSON.parse(JSON.stringify(result.value)) as { outcomes: Outcome[] }) : null;
  // The books are kept in today's words.
  if (body.schema === CACHE_SCHEMA) return ledger.pushed(person, body.mutations, said?.outcomes ?? null);
  const words = fromOlder(ADDED.byServer);
  ledger.pushed(person, pushIn(words, body).mutations, said && saidIn(words, said).outcomes);
}

/** How often each edit was taken in. One that is refused may be tried and refused again by a disk that was set back. */
const auditOf = (server: SimServer): ReadonlyMap<string, number> =>
  new Map((server.db.sqlite!.prepare(`SELECT mid, count(*) AS times FROM change_audit WHERE outcome IN ('applied', 'merged', 'conflict') GROUP BY mid`).all() as { mid: string; times: number }[]).map(({ mid, times }) => [mid, times]));

/** I9: faults end, and in bounded time nothing waits any more and every console stands at the head. */
async function rest(seated: () => readonly SimConsole[], machine: SharedMachine | null, server: SimServer, timeline: Timeline, report: (invariant: Invariant, what: string) => void): Promise<void> {
  const end = timeline.now + REST_MS;
  for (;;) {
    await timeline.until(timeline.now + LOOK_MS);
    const consoles = seated();
    // Who is still at work is seen without asking the server.
    if (timeline.now <= end && !timeline.halted && (machine?.changing === true || consoles.some(({ alive, engine }) => !alive || engine?.state().connection.name !== 'online'))) continue;
    const heads = new Map((await readHeads({ db: server.db }, server.allScopes)).map(({ scope, head }) => [scope as string, head]));
    const waiting: string[] = [];
    for (const console of consoles) {
      const actor = await server.actorOf(console.person.name);
      const expected = new Map((actor === null ? [] : server.scopesOf(actor)).map((scope) => [scope as string, heads.get(scope)!]));
      waiting.push(...(console.alive ? waitingAt(console, expected) : [`${console.name} is off`]));
    }
    if (machine?.changing === true) waiting.push('nobody could sign in at the shared console');
    if (waiting.length === 0) return;
    if (timeline.now > end || timeline.halted) {
      for (const what of waiting) report('I9', what);
      return;
    }
  }
}

/** Lets pass what the wiping of what is noted takes. */
async function wiped(consoles: readonly SimConsole[], timeline: Timeline): Promise<void> {
  const noted = ({ db: { sqlite } }: SimConsole) => column(sqlite, `SELECT 1 FROM meta WHERE key = 'wipe' UNION ALL SELECT 1 FROM fts_dirty`).length > 0;
  for (const end = timeline.now + WIPED_MS; timeline.now < end && consoles.some(noted);) await timeline.until(timeline.now + LOOK_MS);
}

function waitingAt(console: SimConsole, heads: ReadonlyMap<string, string>): string[] {
  const { sqlite } = console.db;
  // What an older server put off waits without end, unless it is only not offered again yet because somebody may look first.
  const isHeld = (console.engine?.state().preflight?.heldUntil ?? 0) > console.now();
  const [unsent] = column(sqlite, `SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending') ${isHeld ? '' : 'AND error IS NULL'}`) as [number];
  const scopes = ask(sqlite, 'SELECT scope, cursor, caught_up_at FROM scope').all() as { scope: string; cursor: string; caught_up_at: number | null }[];
  const state = console.engine?.state().connection.name;
  return [
    ...(unsent > 0 ? [`${console.name} has ${unsent} edits unsent, connection ${state}`] : []),
    ...(state !== 'online' ? [`${console.name} is ${state}: ${JSON.stringify(console.engine?.state().connection)}`] : []),
    ...scopes.filter(({ scope, cursor, caught_up_at }) => cursor !== heads.get(scope) || caught_up_at === null).map(({ scope }) => `${console.name} is behind in ${scope}`),
    ...scopes.filter(({ scope }) => !heads.has(scope)).map(({ scope }) => `${console.name} still holds ${scope}`),
    ...[...heads.keys()].filter((scope) => !scopes.some((one) => one.scope === scope)).map((scope) => `${console.name} does not know ${scope}`),
  ];
}
