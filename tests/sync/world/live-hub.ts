import type { Heads } from '#electron/sync/live.ts';
import { scopesOf } from '#server/sync/scopes.ts';
import type { Poke } from '#shared/sync/contract.ts';
import { serverEvents } from '#shared/sync/contract.ts';
import type { Actor, ScopeName } from '#shared/sync/model.ts';

export type LiveEvent = keyof typeof serverEvents;
/** One console's end of the live line, as the server knows it. */
export type ServerLine = { readonly userId: string; rooms: ReadonlySet<ScopeName>; readonly send: (event: LiveEvent, text: string) => void };

/** Who listens to what, by the rules of the real socket server: rooms follow the person's scopes, and are left when those are taken away. */
export class LiveHub {
  /** Told about everything that leaves on a line, when it leaves. */
  onSend: (line: ServerLine, text: string) => void = () => undefined;
  readonly #lines = new Set<ServerLine>();
  readonly #actorOf: (userId: string) => Promise<Actor | null>;
  readonly #headsOf: (scopes: readonly ScopeName[]) => Promise<Heads>;

  constructor(actorOf: (userId: string) => Promise<Actor | null>, headsOf: (scopes: readonly ScopeName[]) => Promise<Heads>) {
    this.#actorOf = actorOf;
    this.#headsOf = headsOf;
  }

  async join(line: ServerLine): Promise<boolean> {
    const actor = await this.#actorOf(line.userId);
    if (actor === null) return false;
    line.rooms = new Set(scopesOf(actor));
    this.#lines.add(line);
    this.#send(line, 'heads', { heads: await this.#headsOf([...line.rooms]) });
    return true;
  }

  leave(line: ServerLine): void {
    this.#lines.delete(line);
  }

  leaveAll(): void {
    this.#lines.clear();
  }

  poke(poke: Poke): void {
    for (const line of this.#lines) if (line.rooms.has(poke.scope)) this.#send(line, 'poke', poke);
  }

  async grants(userId: string, epoch: number): Promise<void> {
    const actor = await this.#actorOf(userId);
    for (const line of this.#lines) {
      if (line.userId !== userId) continue;
      line.rooms = new Set(actor === null ? [] : scopesOf(actor));
      this.#send(line, 'grants', { grantsEpoch: epoch });
    }
  }

  /** Every 30 seconds. */
  async tellHeads(): Promise<void> {
    for (const line of [...this.#lines]) this.#send(line, 'heads', { heads: await this.#headsOf([...line.rooms]) });
  }

  #send<E extends LiveEvent>(line: ServerLine, event: E, payload: unknown): void {
    const text = JSON.stringify(serverEvents[event].parse(payload));
    this.onSend(line, text);
    line.send(event, text);
  }
}
