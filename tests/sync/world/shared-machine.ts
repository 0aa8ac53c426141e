import { accountKey, memoryAccounts } from '#electron/auth/accounts.ts';
import { memorySecrets } from '#electron/auth/secret-store.ts';
import { createSessionService, type SessionService } from '#electron/auth/session-service.ts';
import type { HttpClient } from '#electron/http/client.ts';
import { leftHere } from '#electron/sync/left-here.ts';
import type { Me } from '#shared/auth/model.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { Report } from '../invariants/violation.ts';
import { column } from './ask.ts';
import { people, personOf, type PersonName } from './people.ts';
import type { Disk } from './console-disk.ts';
import type { SimConsole } from './sim-console.ts';
import type { Timeline } from './timeline.ts';

const SERVER = 'https://market.test';
/** People who cannot sign in try again. */
const AGAIN_MS = 3_000;
const WAY_MS = 20;
const emailOf = (name: PersonName): string => `${name.toLowerCase()}@example.test`;

export type MachineOptions = {
  readonly timeline: Timeline;
  readonly serverDown: () => boolean;
  readonly tell: (who: string, what: string) => void;
  readonly report: Report;
  /** The cache of a person who signed out is gone. */
  readonly onForgotten: (seat: SimConsole) => void;
};

/**
 * One console at which two people work in turn, one signed in at a time. Who is signed in, under which name a cache lies on the disk and what becomes of
 * it at sign-out is decided by the product's own session; each person's life at it is a `SimConsole`.
 */
export class SharedMachine {
  readonly seats: readonly [SimConsole, SimConsole];
  readonly #options: MachineOptions;
  /** The caches on the disk, by their names. */
  readonly #disks = new Map<string, Disk>();
  readonly #session: SessionService;
  #open: { readonly seat: SimConsole; readonly file: string } | null = null;
  /** Somebody is on the way out or in. */
  #changing = false;

  constructor(seats: readonly [SimConsole, SimConsole], options: MachineOptions) {
    this.seats = seats;
    this.#options = options;
    for (const seat of seats) seat.seated = false;
    this.#session = createSessionService({
      serverUrl: SERVER, device: 'shared', http: this.#http(), secrets: memorySecrets(), accounts: memoryAccounts(), demo: { list: () => [], passwordOf: () => 'secret' },
      cache: {
        open: (who) => {
          const seat = seats.find(({ person }) => person.userId === who.id)!;
          const file = accountKey(SERVER, who.id);
          this.#open = { seat, file };
          return Promise.resolve(ok(undefined));
        },
        unsent: () => (this.#open?.seat.alive ? leftHere(this.#open.seat.db) : 0),
        close: () => this.#close(),
        remove: async () => {
          const leaving = this.#open!;
          const { sqlite } = leaving.seat.db;
          const lost = [...column(sqlite, 'SELECT mid FROM outbox'), ...column(sqlite, 'SELECT mid FROM conflict WHERE settled_at IS NULL')];
          if (lost.length > 0) options.report('I13', `${leaving.seat.name} signed out, and ${lost.length} edits or conflicts were thrown away: ${String(lost[0])}`);
          await this.#close();
          // What was begun before may have been written while it closed, or the power went in the middle of it.
          if (leaving.seat.leftOnDisk() > 0) return;
          this.#disks.delete(leaving.file);
          options.onForgotten(leaving.seat);
        },
      },
      // Its engine begins once the server knows who asks.
      onReady: () => this.#open?.seat.sitDown(this.#disks.get(this.#open.file) ?? null),
      onChange: () => undefined, locked: () => false, attemptOf: (token) => Promise.resolve(token),
      onBroken: (cause) => options.report('fit', `the session broke: ${String(cause)}`),
    });
  }

  /** Who sits at it, or sat last. */
  get seat(): SimConsole {
    return this.seats.find(({ seated }) => seated) ?? this.seats[0];
  }

  /** Who the server takes a request from here for; null: nobody is signed in. */
  personNow(): PersonName | null {
    const token = this.#session.tokens.current();
    return people.find(({ userId }) => userId === token)?.name ?? null;
  }

  get changing(): boolean {
    return this.#changing;
  }

  /** Whoever is signed in signs out and keeps what was not sent; the other one signs in, as soon as the server is there. */
  async changeOver(): Promise<void> {
    if (this.#changing || !this.seat.alive) return;
    this.#changing = true;
    const leaving = this.seat;
    const next = this.seats[leaving === this.seats[0] ? 1 : 0];
    this.#options.tell(leaving.name, `signs out with ${leftHere(leaving.db)} left to send or decide`);
    await this.#session.signOut(true);
    Object.assign(next, { cutUntil: leaving.cutUntil, skewMs: leaving.skewMs });
    await this.signIn(next);
  }

  async signIn(seat: SimConsole): Promise<void> {
    this.#changing = true;
    const signedIn = await this.#session.signInDemo(emailOf(seat.person.name));
    if (!signedIn.ok) return void this.#options.timeline.after(AGAIN_MS, () => void this.signIn(seat));
    this.#changing = false;
    this.#options.tell(seat.name, 'has signed in');
  }

  /** Whether somebody who is not signed in has left a cache here. */
  get waitsForOther(): boolean {
    return this.#disks.size > 0;
  }

  async #close(): Promise<void> {
    const leaving = this.#open;
    this.#open = null;
    if (leaving === null) return;
    await leaving.seat.stop();
    // Started anew meanwhile, by something that did not know of the sign-out.
    leaving.seat.crash('is signed out');
    this.#disks.set(leaving.file, leaving.seat.standUp());
  }

  #http(): HttpClient {
    const answer = (name: string, email: string) => {
      if (this.seat.cut || this.#options.serverDown()) return err({ code: 'offline' });
      if (name === 'signOut') return ok({});
      const { userId, name: who, role } = personOf(people.find((one) => emailOf(one.name) === email)!.name);
      const me: Me = { id: userId as Me['id'], email, name: who, role, locale: 'fr', shops: [] };
      return ok({ accessToken: userId, expiresIn: 600, refreshToken: userId, me });
    };
    return ((name: string, { body }: { body: { email?: string } }) => new Promise((resolve) => void this.#options.timeline.after(WAY_MS, () => resolve(answer(name, body.email ?? ''))))) as unknown as HttpClient;
  }
}
