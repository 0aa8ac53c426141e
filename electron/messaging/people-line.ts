import { SAY_AGAIN_MS, STOPPED_TYPING_MS, THOUGHT_GONE_MS, type HereSaid, type Presence } from '#shared/messaging/live.ts';
import type { Scheduler } from '../runtime/scheduler.ts';

/** Hands a word to the server, where the live line stands; else it is lost, and said again. */
export type SayHere = (said: HereSaid) => void;

/**
 * Who is in which conversation now: what this person tells colleagues, and what is heard of them. Kept in memory alone; whoever says nothing for a while is thought gone.
 */
export class PeopleLine {
  readonly #scheduler: Scheduler;
  readonly #tell: (people: readonly Presence[]) => void;
  readonly #heard = new Map<string, { readonly presence: Presence; readonly until: number }>();
  #say: SayHere | null = null;
  #here: HereSaid | null = null;
  #again: () => void = () => undefined;
  #tidy: () => void = () => undefined;

  constructor(scheduler: Scheduler, tell: (people: readonly Presence[]) => void) {
    this.#scheduler = scheduler;
    this.#tell = tell;
  }

  /** The live line stands (again): whoever was somewhere says so; null: it does not, and nobody is known to be anywhere. */
  line(say: SayHere | null): void {
    this.#say = say;
    if (say === null && this.#heard.size > 0) this.#forget();
    if (say !== null) this.#repeat();
  }

  /** This person does something in a conversation, or (null) leaves the one they were in. */
  here(said: HereSaid | null): void {
    const before = this.#here;
    // Said again by itself: a word for each key would be more than the server passes on.
    if (before?.conversation === said?.conversation && before?.doing === said?.doing) return;
    if (before !== null && before.conversation !== said?.conversation) this.#say?.({ ...before, doing: 'gone' });
    this.#here = said;
    this.#repeat();
  }

  #repeat(): void {
    this.#again();
    const here = this.#here;
    if (here === null) return;
    this.#say?.(here);
    this.#again = this.#scheduler.after(SAY_AGAIN_MS, () => this.#repeat());
  }

  /** Somebody else said where they are. Who comes into a conversation this person is in hears at once that they are not alone. */
  heard(presence: Presence): void {
    const key = `${presence.conversation} ${presence.userId ?? ''} ${presence.name}`;
    const isNew = !this.#heard.has(key);
    if (presence.doing === 'gone') this.#heard.delete(key);
    else this.#heard.set(key, { presence, until: this.#scheduler.now() + THOUGHT_GONE_MS });
    if (isNew && presence.doing !== 'gone' && presence.conversation === this.#here?.conversation) this.#say?.(this.#here);
    this.#tellAll();
  }

  /** Everybody else who is somewhere now. */
  people(): readonly Presence[] {
    return [...this.#heard.values()].map(({ presence }) => presence);
  }

  #forget(): void {
    this.#heard.clear();
    this.#tellAll();
  }

  #tellAll(): void {
    this.#tell(this.people());
    this.#lookSoon();
  }

  /** Whoever has said nothing for too long is taken out; asked again as long as anybody is somewhere. */
  #lookSoon(): void {
    this.#tidy();
    if (this.#heard.size === 0) return;
    this.#tidy = this.#scheduler.after(STOPPED_TYPING_MS, () => {
      const now = this.#scheduler.now();
      const late = [...this.#heard].filter(([, { until }]) => until <= now);
      for (const [key] of late) this.#heard.delete(key);
      if (late.length > 0) this.#tell(this.people());
      this.#lookSoon();
    });
  }

  close(): void {
    this.#here = null;
    this.#heard.clear();
    this.#again();
    this.#tidy();
  }
}
