import type { CacheDb } from '#electron/db/cache-db.ts';
import { keepHouse } from '#electron/catalog/housekeeping.ts';
import { openCache } from '#electron/db/open.ts';
import { preflightDesk } from '#electron/sync/preflight.ts';
import { leftHere } from '#electron/sync/left-here.ts';
import { createSyncEngine, type SyncEngine } from '#electron/sync/engine.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import { column } from './ask.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { emptyDisk, type Disk } from './console-disk.ts';
import type { ConsoleOptions } from './console-options.ts';
import { damageRows } from './damage.ts';
import { emptySide, ENCODINGS, memoryFiles, type SideFile } from './memory-files.ts';
import { withPauses } from './pauses.ts';
import { ownTime } from './own-time.ts';
import { personOf, type Person } from './people.ts';
import { watchCommits, type Death } from './power.ts';
import { watchedDesk, watchedLine, watchedLog } from './watched.ts';

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
  /** Called when this life ends, however it does: it may be closed by its person while somebody signs out of it. */
  #onEnd: (() => void)[] = [];
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
    const { timeline, trace, name } = this.#options;
    const life = ++this.#life;
    const alive = () => this.#life === life && this.#db !== null;
    const open = (content: Uint8Array, indexes: 'now' | 'later') => openCache(':memory:', { now: () => this.now(), indexes, content });
    this.#db = open(this.#disk ?? emptyDisk(), 'now');
    this.#options.onOpened(this);
    this.#watch(this.#db, alive);
    trace.note(name, 'starts');
    const scheduler = ownTime(timeline, () => this.now(), alive);
    const { http, live } = watchedLine(this, this.#options, life, alive);
    const listen = (db: CacheDb) => {
      db.onChange((changes) => (changes.parts.has('outbox') ? engine.edited() : engine.touched()));
      keepHouse(db, scheduler, (error) => this.#options.onBroken(`housekeeping: ${error.code}`));
    };
    const preflight = watchedDesk(preflightDesk({ db: () => this.db, actor: () => this.actor(), scheduler }), this.#options.ahead(this), alive);
    const engine: SyncEngine = createSyncEngine({
      preflight,
      cache: {
        current: () => this.#db ?? this.#graves.at(-1)!,
        replace: (next) => {
          this.#db = next;
          this.#watch(next, alive);
          listen(next);
        },
      },
      files: memoryFiles(this.#side, { open: (content) => open(content, 'later'), published: () => void this.commits++ }),
      encodings: this.chance.happens(0.5) ? [...ENCODINGS] : [...ENCODINGS].reverse(),
      http, live, scheduler, random: this.chance.bytes,
      log: watchedLog(this, this.#options, alive),
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
  #watch(db: CacheDb, alive: () => boolean): void {
    const { timeline, pausesMs } = this.#options;
    withPauses(db, { mostMs: pausesMs, chance: this.#pauses, around: (write) => this.around(write), after: (ms, run) => void timeline.after(ms, () => alive() && run()) });
    watchCommits(this, db, alive);
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
    await Promise.race([engine.stop(), new Promise<void>((resolve) => void this.#onEnd.push(resolve))]);
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
    for (const ended of this.#onEnd.splice(0)) ended();
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
    for (const db of this.#graves) if (db.sqlite.open) db.sqlite.close();
    this.#graves = [];
  }

  readonly damage = (chance: Chance): string | null => damageRows(this, chance);

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
