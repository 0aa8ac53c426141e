import { statSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { AppFailure } from '#shared/kernel/errors.ts';
import { changedNothing, type Changes } from './changes.ts';
import { connect, IN_MEMORY } from './connect.ts';
import { Connection, type WritableDb } from './connection.ts';
import type { Recovery } from './recover.ts';
import { SlicedChange } from './sliced-change.ts';
import { reachDisk, toTheEnd, type SlicedLook, type SlicedWork } from './slices.ts';
import { builder, reading } from './statement.ts';

const closed = (): AppFailure => new AppFailure({ code: 'not-ready', rule: 'cache-closed' });

const always = (): boolean => true;

/** Looks, and does nothing: frames in the log, and how many of them are in the file already. */
const checkpointState = reading()(() => sql<{ log: number; checkpointed: number }>`PRAGMA wal_checkpoint(NOOP)`.compile(builder));

/** Another number after each change by another connection or process. Kept ready: putting the question together takes longer than answering it. */
const dataVersion = reading()(() => sql<{ version: number }>`PRAGMA data_version`.compile(builder));

/** The cache of one person on this machine: questions at any time, changes in transactions. Opened by `openCache`. */
export class CacheDb extends Connection {
  readonly file: string;
  /** Set when the file was broken and this one took its place. */
  readonly recovered: Recovery | null;
  readonly #listeners = new Set<(changes: Changes) => void>();
  readonly #pageBytes: number;
  readonly #looks = new Set<() => void>();
  #sliced: SlicedChange | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: string, sqlite: Sqlite.Database, recovered: Recovery | null) {
    super(sqlite);
    this.file = file;
    this.recovered = recovered;
    this.#pageBytes = sqlite.pragma('page_size', { simple: true }) as number;
  }

  /** Told after every transaction that changed something a list or screen shows; not called for one that was rolled back. */
  onChange(listener: (changes: Changes) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get inMemory(): boolean {
    return this.file === IN_MEMORY;
  }

  /** Another number after each change that was not made here but by another process (`npm run cli`) or in slices. */
  dataVersion(): number {
    return this.column(dataVersion)[0]!;
  }

  /** Whether a sliced change is going on. */
  get busy(): boolean {
    return this.#sliced !== null;
  }

  /**
   * Now. A sliced change that is going on is finished first, without further pauses; who can wait uses `inTurn`.
   */
  now<T>(work: (db: WritableDb) => T): T {
    while (this.#sliced !== null) this.#sliced.step();
    const { value, changes } = this.transact(work);
    this.#tell(changes);
    return value;
  }

  /** As soon as changes in slices that are going on have ended by themselves. */
  inTurn<T>(work: (db: WritableDb) => T): Promise<T> {
    const mine = this.#turn.then(() => this.now(work));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /**
   * A long change that is still one transaction: all or nothing, also through a crash.
   *
   * It runs on a connection of its own, pausing between slices. Until it commits, everybody else reads the cache as it was before (WAL gives
   * each reader its snapshot); afterwards as it is then. Other changes wait (`inTurn`) or finish it on the spot (`now`).
   *
   * @param wanted - asked after every pause, the last one before the commit included: a "no" takes everything back
   * @throws AppFailure `not-ready` (`cancelled`) when it is no longer wanted; `disk-full`, `cache-broken`; whatever `work` throws
   */
  inSlices<T>(work: SlicedWork<T>, wanted: () => boolean = always): Promise<T> {
    // In memory there is no second connection to the same data, hence no pauses.
    if (this.inMemory) return this.inTurn((db) => toTheEnd(work(db)));
    const mine = this.#turn.then(() => {
      const change = new SlicedChange(this.file, work, wanted, (changes) => {
        this.#sliced = null;
        if (changes !== null) this.#tell(changes);
      });
      this.#sliced = change;
      this.#goOn(change);
      return change.result;
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Slice after slice with pauses in between, as long as nobody in a hurry has finished it. */
  #goOn(change: SlicedChange): void {
    if (this.#sliced !== change) return;
    change.step();
    if (this.#sliced !== change) return;
    if (!change.written) return void setImmediate(() => this.#goOn(change));
    // What went to the log so far reaches the disk on another thread: the commit then has little left to wait for.
    void reachDisk(`${this.file}-wal`).then(() => {
      if (this.#sliced === change) change.step();
    });
  }

  /**
   * A long look that pauses between slices: it sees the cache as it was when it began, and nobody waits for it.
   *
   * @throws AppFailure `not-ready` (`cache-closed`) when the cache was closed meanwhile
   */
  async lookInSlices<T>(work: SlicedLook<T>): Promise<T> {
    if (this.inMemory) return toTheEnd(work(this));
    const side = new Connection(connect(this.file));
    const slices = work(side);
    const end = (): void => {
      this.#looks.delete(end);
      // Statements that are still being read from are let go of first.
      slices.return(undefined as never);
      side.sqlite.close();
    };
    this.#looks.add(end);
    try {
      side.sqlite.exec('BEGIN');
      for (;;) {
        const { done, value } = slices.next();
        if (done === true) return value;
        await new Promise((resolve) => void setImmediate(resolve));
        if (!this.#looks.has(end)) throw closed();
      }
    } finally {
      if (this.#looks.has(end)) end();
    }
  }

  #tell(changes: Changes): void {
    if (changedNothing(changes)) return;
    for (const listener of this.#listeners) listener(changes);
  }

  /**
   * Bytes of the log that are not yet written back. The length of the log file says less: it stays as long as it once was, and is used again
   * from its start.
   */
  unwrittenBytes(): number {
    if (this.inMemory) return 0;
    const told = this.get(checkpointState);
    return told === undefined ? 0 : Math.max(0, told.log - told.checkpointed) * this.#pageBytes;
  }

  /** Bytes of the log file. */
  logBytes(): number {
    return this.inMemory ? 0 : (statSync(`${this.file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  }

  /** Writes the log back into the file as far as no reader needs it; cheap to ask again. */
  checkpoint(): void {
    if (!this.busy) this.sqlite.pragma('wal_checkpoint(PASSIVE)');
  }

  /**
   * After a log was written back, the next change begins it anew and waits for the disk twice. This is that change, made while nobody waits;
   * it says nothing.
   */
  beginLogAnew(): void {
    this.now((db) => db.exec(`PRAGMA user_version = ${this.sqlite.pragma('user_version', { simple: true }) as number}`));
  }

  /** Bytes on disk, log included; in memory, what a file of it would take. */
  bytes(): number {
    if (this.inMemory) return (this.sqlite.pragma('page_count', { simple: true }) as number) * this.#pageBytes;
    return (statSync(this.file, { throwIfNoEntry: false })?.size ?? 0) + this.logBytes();
  }

  get isOpen(): boolean {
    return this.sqlite.open;
  }

  /** A sliced change that is going on is taken back. */
  close(): void {
    this.#sliced?.giveUp(closed());
    for (const end of this.#looks) end();
    this.#listeners.clear();
    if (this.sqlite.open) this.sqlite.close();
  }
}

/**
 * Changes the cache in one transaction: all of `work`, or nothing when it throws. On disk when it returns.
 *
 * @throws AppFailure `disk-full`, `cache-broken`; whatever `work` throws
 */
export const transact = <T>(db: CacheDb, work: (db: WritableDb) => T): T => db.now(work);
