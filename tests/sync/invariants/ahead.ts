import type { Preflight } from '#shared/sync/sync-state.ts';
import { AWAY_MS, HOLD_MS } from '#electron/sync/preflight.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Entry, Ledger } from '../ledger.ts';
import { ask } from '../world/ask.ts';
import type { SimConsole } from '../world/sim-console.ts';
import type { SimServer } from '../world/sim-server.ts';
import type { Report } from './violation.ts';

type Waiting = { readonly mid: string; readonly entity_id: string; readonly version: number | null };
/** The edits that waited when the server was there again, and how its records stood then. */
type Back = { readonly mids: ReadonlySet<string>; readonly versions: ReadonlyMap<string, number> };
/** What was foretold, of which edits, and whether their copies were those of the server at that moment. */
type Look = { readonly told: Preflight; readonly mids: ReadonlySet<string>; readonly words: number; readonly current: boolean };

/**
 * I12: who was away for an hour or more is told what sending their edits would come to before any of them leaves; it is told by copies as they were
 * when the server was there again, and comes true unless somebody comes between; and what needs somebody waits for them, a minute at most.
 */
export class AheadWatch {
  readonly #console: SimConsole;
  readonly #server: SimServer;
  readonly #ledger: Ledger;
  readonly #report: Report;
  readonly #looks: Look[] = [];
  #heardAt: EpochMs | null = null;
  #back: Back | null = null;
  /** By its own clock; one that is set back to before it began ends it. */
  #held: { readonly from: EpochMs; readonly until: EpochMs } | null = null;

  constructor(console: SimConsole, server: SimServer, ledger: Ledger, report: Report) {
    this.#console = console;
    this.#server = server;
    this.#ledger = ledger;
    this.#report = report;
  }

  /** It asks the server: how records stand now is the least it will be told, however much happens while the answer is on its way. */
  asked(): Back | null {
    if (this.#heardAt === null || this.#console.now() - this.#heardAt < AWAY_MS) return null;
    const waiting = this.#waiting();
    return { mids: new Set(waiting.map(({ mid }) => mid)), versions: this.#server.versionsOf(waiting.map(({ entity_id }) => entity_id)) };
  }

  /** The server has answered this console. */
  heard(asked: Back | null): void {
    const now = this.#console.now();
    const online = this.#console.lastState?.connection.name === 'online';
    // Who has never been there cannot have been away.
    const gone = this.#heardAt === null ? 0 : now - this.#heardAt;
    if (this.#heardAt !== null || online) this.#heardAt = now;
    // What is on the screen follows the state a moment later.
    if (gone < AWAY_MS || this.#console.engine?.state().connection.name === 'online') return;
    const waiting = this.#waiting();
    if (waiting.length === 0) return;
    // One that slept while its question was on its way was not away when it asked.
    this.#back = { mids: new Set(waiting.map(({ mid }) => mid)), versions: asked?.versions ?? new Map<string, number>() };
  }

  /** The line says how things stand, while nothing waits here: whoever hears that is there. */
  headsHeard(): void {
    if (this.#heardAt !== null && this.#console.engine?.state().connection.name === 'online' && this.#waiting().length === 0) this.#heardAt = this.#console.now();
  }

  /** What it comes to was looked at. */
  looked(told: Preflight): void {
    const waiting = this.#waiting();
    const now = this.#server.versionsOf(waiting.map(({ entity_id }) => entity_id));
    const readable = this.#server.readableShops(this.#console.person.userId);
    for (const { entity_id, version } of waiting) {
      const then = this.#back?.versions.get(entity_id);
      const mine = readable.has(this.#server.shopOf(entity_id) ?? 0);
      if (then !== undefined && mine && !this.#console.damaged.has(entity_id) && (version ?? 0) < then) this.#report('I12', `${this.#console.name} foretells by version ${version} of ${entity_id} although it was ${then} when the server was there again`);
    }
    if (told.conflicts + told.refused > 0 && told.heldUntil === null) this.#report('I12', `${this.#console.name} foretells ${told.conflicts} conflicts and ${told.refused} refusals and waits for nobody`);
    if (told.heldUntil !== null && told.heldUntil > this.#console.now() + HOLD_MS) this.#report('I12', `${this.#console.name} waits longer than a minute for somebody`);
    this.#back = null;
    this.#held = told.heldUntil === null ? null : { from: this.#console.now(), until: told.heldUntil };
    this.#looks.push({ told, mids: new Set(waiting.map(({ mid }) => mid)), words: this.#ledger.words, current: waiting.every(({ entity_id, version }) => now.get(entity_id) === (version ?? undefined)) });
  }

  /** "Send now". */
  released(): void {
    this.#held = null;
  }

  /** Its disk was set back: when it was there last is not known. */
  forget(): void {
    this.#heardAt = null;
    this.#back = null;
  }

  /** Its program has ended: what it foretold is forgotten, and looked at again. */
  ended(): void {
    this.#held = null;
  }

  /** Edits leave. */
  sending(mids: readonly string[]): void {
    const unseen = mids.find((mid) => this.#back?.mids.has(mid));
    if (unseen !== undefined) this.#report('I12', `${this.#console.name} was away and sends ${unseen} without having looked what it comes to`);
    const held = this.#held;
    if (held !== null && this.#console.now() >= held.from && this.#console.now() < held.until) this.#report('I12', `${this.#console.name} sends ${mids[0]} although it waits for somebody until ${held.until}`);
  }

  /** Whether what was foretold came true, where nobody came between. */
  checkTruth(): void {
    for (const { told, mids, words, current } of this.#looks) {
      const entries = [...mids].map((mid) => this.#ledger.entries.get(mid)!);
      if (!current || !entries.every((entry) => isPlain(entry, words))) continue;
      const last = Math.max(...entries.map(({ order }) => order));
      const records = new Set(entries.map(({ mutation }) => mutation.id));
      const between = [...this.#ledger.entries.values()].some(({ mid, mutation, order }) => records.has(mutation.id) && !mids.has(mid) && order > words && order < last);
      if (between) continue;
      const came = entries.filter(({ outcome }) => outcome!.kind === 'conflict').length;
      if (came !== told.conflicts) this.#report('I12', `${this.#console.name} foretold ${told.conflicts} conflicts of ${entries.length} edits, ${came} came`);
      if (told.refused > 0) this.#report('I12', `${this.#console.name} foretold ${told.refused} refusals of ${entries.length} edits, none came`);
    }
  }

  #waiting(): Waiting[] {
    return ask(this.#console.db.sqlite, `SELECT mid, entity_id, (SELECT version FROM shadow s WHERE s.id = o.entity_id AND s.doc IS NOT NULL) AS version FROM outbox o WHERE state <> 'rejected' ORDER BY cseq`).all() as Waiting[];
  }
}

/** Decided after it was foretold, and not for a reason a console cannot know. */
const isPlain = ({ outcome, order, takenBack, setBack }: Entry, words: number): boolean =>
  !setBack && takenBack === null && order > words && (outcome?.kind === 'applied' || outcome?.kind === 'merged' || outcome?.kind === 'conflict');
