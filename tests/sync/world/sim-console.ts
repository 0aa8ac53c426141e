import type { CacheDb } from '#electron/db/cache-db.ts';
import { keepHouse } from '#electron/catalog/housekeeping.ts';
import { openCache } from '#electron/db/open.ts';
import type { HttpClient } from '#electron/http/client.ts';
import type { Scheduler } from '#electron/runtime/scheduler.ts';
import { preflightDesk } from '#electron/sync/preflight.ts';
import { leftHere } from '#electron/sync/left-here.ts';
import { createSyncEngine, type EngineLimits, type SyncEngine } from '#electron/sync/engine.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import { column } from './ask.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { emptySide, ENCODINGS, memoryFiles, type SideFile } from './memory-files.ts';
import { withPauses } from './pauses.ts';
import { personOf, type Person, type PersonName } from './people.ts';
import type { AheadWatch } from '../invariants/ahead.ts';
import type { SimServer } from './sim-server.ts';
import type { Timeline } from './timeline.ts';
import type { Trace } from './trace.ts';
import { wireOf, type Faults } from './wire.ts';

/** Where the power goes: so many commits from now, or from the arrival of a page of news on. Before a commit nothing of the transaction stays; after it, all of it. */
export type Death = { readonly when: 'before' | 'after'; countdown: number; waitsForNews: boolean };

let empty: Buffer | null = null;
/** A cache as it is when a person first signs in, made once per process. */
function emptyDisk(): Buffer {
  if (empty) return empty;
  const db = openCache(':memory:', { now: () => 0 as EpochMs });
  empty = db.sqlite.serialize();
  db.close();
  return empty;
}

/** Thrown through the product's code when the power goes; whoever catches it is dead already. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

export type ConsoleOptions = {
  readonly name: string;
  readonly person: PersonName;
  readonly seed: string;
  readonly timeline: Timeline;
  readonly trace: Trace;
  readonly server: SimServer;
  readonly limits: EngineLimits;
  /** Long work on its cache takes up to so long. */
  readonly pausesMs: number;
  readonly faults: () => Faults;
  /** Who the server takes its requests from; at a machine several people use, whoever is signed in. */
  readonly who: () => PersonName | null;
  readonly onBroken: (what: string) => void;
  /** It goes on under another name, because its disk seems to be an older copy of itself. */
  readonly onRenamed: (console: SimConsole) => void;
  /** The engine found that its cache differed from the server, and mended it. */
  readonly onHealed: (console: SimConsole, records: number) => void;
  /** What happens around a time away. */
  readonly ahead: (console: SimConsole) => Pick<AheadWatch, 'asked' | 'heard' | 'headsHeard' | 'looked' | 'released' | 'sending' | 'ended'>;
  /** The disk was opened as it was left; nothing has happened on it yet. */
  readonly onOpened: (console: SimConsole) => void;
};

/** What lies on the disk of a console for one person: the cache, and a file that is only partly there. */
export type Disk = { readonly cache: Buffer | undefined; readonly side: SideFile };

/** One console of a history: the real cache in memory, the real engine, and a life that may end at any commit and go on from what was committed. */
export class SimConsole {
  readonly name: string;
  readonly person: Person;
  readonly chance: Chance;
  readonly #pauses: Chance;
  readonly #options: ConsoleOptions;
  /** What the disk holds: the bytes of the last committed state. */
  #disk: Buffer | undefined;
  #side: SideFile = emptySide();
  #copy: Buffer | null = null;
  #db: CacheDb | null = null;
  #engine: SyncEngine | null = null;
  #life = 0;
  /** Called when this life ends, however it does. */
  #onEnd: (() => void) | null = null;
  /** Caches of ended lives: closed when nobody can be inside them any more. */
  #graves: CacheDb[] = [];
  death: Death | null = null;
  /** Its person is signed in at the machine. */
  seated = true;
  /** Until when no byte passes. */
  cutUntil = 0;
  /** Added to the time: this console's clock is wrong. */
  skewMs = 0;
  /** Its machine sleeps so long, by its clock, between the next push and the answer. */
  sleepMs = 0;
  /** So many schemas behind today's. */
  behind = 0;
  /** Rows were changed behind its back. */
  readonly damaged = new Set<string>();
  /** Commits so far, over all lives. */
  commits = 0;
  lastState: SyncState | null = null;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.name = options.name;
    this.person = personOf(options.person);
    this.chance = chanceFrom(`${options.seed} console ${options.name}`);
    this.#pauses = chanceFrom(`${options.seed} pauses ${options.name}`);
  }

  get alive(): boolean {
    return this.#db !== null;
  }

  get db(): CacheDb {
    if (this.#db === null) throw new Error(`${this.name} is off`);
    return this.#db;
  }

  get engine(): SyncEngine | null {
    return this.#engine;
  }

  /** Whether records go from shop to shop in this history. */
  get moves(): boolean {
    return this.#options.server.moves;
  }

  get cut(): boolean {
    return this.#options.timeline.now < this.cutUntil;
  }

  now(): EpochMs {
    return Math.max(0, this.#options.timeline.now + this.skewMs) as EpochMs;
  }

  /** Who edits here, as far as this console knows: the shops whose scopes it holds. */
  actor(): Actor {
    const shopIds = column(this.db.sqlite, `SELECT substr(scope, 8) FROM scope WHERE scope LIKE 'vendor:%' ORDER BY scope`) as string[];
    return { userId: this.person.userId, role: this.person.role, shopIds };
  }

  /** Opens what the disk holds and lets the engine go. */
  start(): void {
    if (this.alive || !this.seated) return;
    const { timeline, trace, server, faults, name, seed } = this.#options;
    const life = ++this.#life;
    const alive = () => this.#life === life && this.#db !== null;
    const open = (content: Uint8Array, indexes: 'now' | 'later') => openCache(':memory:', { now: () => this.now(), indexes, content });
    this.#db = open(this.#disk ?? emptyDisk(), 'now');
    this.#options.onOpened(this);
    this.#watch(this.#db, life);
    trace.note(name, 'starts');
    const scheduler: Scheduler = {
      now: () => this.now(),
      after: (ms, run) => timeline.after(ms, () => {
        if (!alive()) return;
        try {
          run();
        } catch (cause) {
          if (alive()) throw cause;
        }
      }),
    };
    const { http: line, live } = wireOf({ name, person: this.#options.who, seed: `${seed} ${life}`, timeline, trace, server, alive, faults, cut: () => this.cut, older: this.behind > 0, onStrange: (what) => this.#options.onBroken(`is an older console and was told of ${what}`) });
    const ahead = this.#options.ahead(this);
    const http: HttpClient = async (endpoint, call, options) => {
      if (endpoint === 'push') ahead.sending((call as { body: { mutations: readonly { mid: string }[] } }).body.mutations.map(({ mid }) => mid));
      const asked = ahead.asked();
      const answer = await line(endpoint, call, options);
      if (endpoint === 'push' && this.sleepMs > 0) {
        this.skewMs += this.sleepMs;
        this.sleepMs = 0;
      }
      if (answer.ok) ahead.heard(asked);
      if (endpoint === 'pull' && answer.ok && (answer.value as { rows: readonly unknown[] }).rows.length > 0 && this.death) this.death.waitsForNews = false;
      return answer;
    };
    const attended: typeof live = {
      ...live,
      open: (listener) => live.open({
        ...listener,
        onHeads: (heads) => {
          ahead.headsHeard();
          listener.onHeads(heads);
        },
      }),
    };
    const listen = (db: CacheDb) => {
      db.onChange((changes) => (changes.parts.has('outbox') ? engine.edited() : engine.touched()));
      keepHouse(db, scheduler, (error) => this.#options.onBroken(`housekeeping: ${error.code}`));
    };
    const desk = preflightDesk({ db: () => this.db, actor: () => this.actor(), scheduler });
    const engine: SyncEngine = createSyncEngine({
      preflight: {
        ...desk,
        look: async (since) => {
          const told = await desk.look(since);
          if (alive()) ahead.looked(told);
          return told;
        },
        release: () => {
          desk.release();
          ahead.released();
        },
      },
      cache: {
        current: () => this.#db ?? this.#graves.at(-1)!,
        replace: (next) => {
          this.#db = next;
          this.#watch(next, life);
          listen(next);
        },
      },
      files: memoryFiles(this.#side, {
        open: (content) => open(content, 'later'),
        published: () => {
          this.commits++;
        },
      }),
      encodings: this.chance.happens(0.5) ? [...ENCODINGS] : [...ENCODINGS].reverse(),
      http, live: attended, scheduler, random: this.chance.bytes,
      log: {
        info: () => undefined,
        warn: (fields) => {
          if (alive() && 'healed' in fields) this.#options.onHealed(this, fields.healed as number);
          if (alive() && 'code' in fields && fields.code === 'stale-version') this.#options.onRenamed(this);
        },
        error: (fields, message) => {
          if (alive()) this.#options.onBroken(`${message}: ${JSON.stringify(fields)}`);
        },
      },
      limits: this.#options.limits,
      schema: CACHE_SCHEMA - this.behind,
      onState: (state) => {
        if (!alive()) return;
        this.lastState = state;
        trace.note(name, 'state', state.connection.name);
      },
    });
    listen(this.#db);
    this.#engine = engine;
    engine.start();
  }

  /** Called around what is written at the end of long work. */
  around: <T>(write: () => T) => T = (write) => write();

  /** Every commit writes the disk; one of them may be the last. */
  #watch(db: CacheDb, life: number): void {
    withPauses(db, {
      mostMs: this.#options.pausesMs, chance: this.#pauses, around: (write) => this.around(write),
      after: (ms, run) => void this.#options.timeline.after(ms, () => {
        if (this.#life === life && this.#db !== null) run();
      }),
    });
    const commit = db.commit.bind(db);
    db.commit = () => {
      if (this.#life !== life || this.#db === null) throw new PowerCut();
      const dies = this.death !== null && !this.death.waitsForNews && --this.death.countdown < 0 ? this.death.when : null;
      if (dies === 'before') {
        db.rollback();
        this.crash('before a commit');
        throw new PowerCut();
      }
      const changes = commit();
      this.commits++;
      if (dies === 'after') {
        this.crash('after a commit');
        throw new PowerCut();
      }
      return changes;
    };
  }

  /** The power goes now: whatever was not committed never was. */
  crash(why: string): void {
    if (!this.alive) return;
    this.#disk = this.db.sqlite.serialize();
    this.#end(why);
  }

  /** Its program is replaced by today's; the disk stays as it is. */
  renew(): void {
    this.behind = 0;
    if (!this.alive) return;
    this.crash('is renewed');
    this.start();
  }

  /** Closed by its person; waits until nothing is under way. */
  async stop(): Promise<void> {
    const engine = this.#engine;
    if (!this.alive || !engine) return;
    const life = this.#life;
    // A power cut while it is being closed ends it as well: nobody waits for what was under way then.
    await Promise.race([engine.stop(), new Promise<void>((resolve) => (this.#onEnd = resolve))]);
    if (this.#life !== life || !this.alive) return;
    this.#disk = this.db.sqlite.serialize();
    this.#end('is closed');
  }

  #end(why: string): void {
    this.#options.ahead(this).ended();
    this.#options.trace.note(this.name, why);
    this.#graves.push(this.db);
    this.#db = null;
    this.#engine = null;
    this.death = null;
    this.#onEnd?.();
    this.#onEnd = null;
  }

  /** As its cache was when it died, until it is buried. */
  get remains(): CacheDb | null {
    const last = this.#graves.at(-1);
    return last?.sqlite.open ? last : null;
  }

  /** Its person signs in at the machine, and finds what they left there, or nothing. */
  sitDown(disk: Disk | null): void {
    this.#disk = disk?.cache;
    this.#side = disk?.side ?? emptySide();
    this.seated = true;
    this.start();
  }

  /** What lies on the disk and nowhere else, once it is closed. */
  leftOnDisk(): number {
    const db = openCache(':memory:', { now: () => this.now(), content: this.#disk ?? emptyDisk() });
    try {
      return leftHere(db);
    } finally {
      db.close();
    }
  }

  /** Its person has signed out; what was on the disk stays where it is. */
  standUp(): Disk {
    this.seated = false;
    return { cache: this.#disk, side: this.#side };
  }

  /** Closes the caches of ended lives. */
  bury(): void {
    if (this.#graves.length === 0) return;
    for (const db of this.#graves) if (db.sqlite.open) db.sqlite.close();
    this.#graves = [];
  }

  /** Somebody or something has changed rows behind the back of the product. @returns what was done, or null when there was nothing to damage */
  damage(chance: Chance): string | null {
    const { sqlite } = this.db;
    const ids = sqlite.prepare('SELECT id FROM product WHERE id NOT IN (SELECT id FROM shadow) ORDER BY id').pluck().all() as string[];
    if (ids.length === 0) return null;
    // Mostly one of those people work on, so that edits come to lie on what is damaged.
    const hot = ids.filter((one) => Number.parseInt(one.slice(-6), 16) % 100 < 2);
    const id = chance.pick(hot.length > 0 && chance.happens(0.7) ? hot : ids);
    this.damaged.add(id);
    if (chance.happens(0.5)) {
      sqlite.prepare('DELETE FROM variant WHERE product_id = ?').run(id);
      sqlite.prepare('DELETE FROM product WHERE id = ?').run(id);
      return `loses ${id}`;
    }
    sqlite.prepare('UPDATE product SET version = version + 1000 WHERE id = ?').run(id);
    return `has a wrong version of ${id}`;
  }

  /** The bytes on the disk, as somebody who steals the machine reads them. */
  bytes(): Buffer {
    return this.#db === null ? (this.#disk ?? Buffer.alloc(0)) : this.#db.sqlite.serialize();
  }

  /** Keeps a copy of the disk, and puts it back later: what people do with backups. */
  backup(): void {
    this.#copy = this.bytes();
  }

  /** @returns whether there was a copy */
  restore(): boolean {
    if (this.#copy === null) return false;
    this.crash('is set back to a backup');
    this.#disk = this.#copy;
    this.#side = emptySide();
    return true;
  }
}
