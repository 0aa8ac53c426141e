import type { FieldOp, Mutation, Outcome } from '#shared/sync/model.ts';
import { ask, column } from './world/ask.ts';
import type { PersonName } from './world/people.ts';
import type { SimConsole } from './world/sim-console.ts';

/** What is known about one edit from outside: who made it, what the server was sent, what the server said. */
export type Entry = {
  readonly mid: string;
  readonly console: string;
  readonly person: PersonName;
  /** As it stood in the outbox last; undoing an earlier edit may change where a later one starts from. */
  mutation: Mutation;
  /** As it first reached the server, as text. */
  sent: string | null;
  /** What became of it by the server's first word. */
  outcome: Outcome | null;
  /** When that was, among all words. */
  order: number;
  /** The console's disk was set back to a copy from before this edit, or from before its outcome. */
  setBack: boolean;
  /** Taken back by its person before it left (`undone`), or as a refused draft (`dismissed`). */
  takenBack: 'undone' | 'dismissed' | null;
  /** Stood as a draft in the outbox when it was last seen: also of what never left, since its shop was lost. */
  draft: boolean;
};

type Line = { mid: string; cseq: number; group_id: string | null; entity: string; entity_id: string; base_version: number; action: string; ops: string; doc: string | null; intent: string; made_at: number; state: string };

const toMutation = (line: Line): Mutation => ({
  mid: line.mid, cseq: line.cseq, group: line.group_id, entity: line.entity as Mutation['entity'], id: line.entity_id, baseVersion: line.base_version, action: line.action as Mutation['action'],
  ops: JSON.parse(line.ops) as FieldOp[], ...(line.doc === null ? {} : { doc: JSON.parse(line.doc) as Mutation['doc'] }), intent: line.intent, madeAt: line.made_at as Mutation['madeAt'],
});

/** The books of a history: every edit made at any console, and every word of the server about it. Kept by looking, never by asking the code under test. */
export class Ledger {
  readonly entries = new Map<string, Entry>();
  /** Conflicts somebody decided, as `mid path`. */
  readonly settled = new Set<string>();
  readonly #onWrong: (invariant: string, what: string) => void;

  #words = 0;
  /** Words of the server so far: outcomes are numbered by them. */
  get words(): number {
    return this.#words;
  }

  readonly #setBack = new Set<string>();
  /** Records the server has taken out for good. */
  readonly deleted = new Set<string>();

  constructor(onWrong: (invariant: string, what: string) => void) {
    this.#onWrong = onWrong;
  }

  /** Looks into a console's outbox, or into what it was when the console died. */
  observe(console: SimConsole, { sqlite } = console.db): void {
    const lines = ask(sqlite, 'SELECT * FROM outbox ORDER BY cseq').all() as Line[];
    for (const line of lines) {
      const known = this.entries.get(line.mid);
      if (!known) this.entries.set(line.mid, { mid: line.mid, console: console.name, person: console.person.name, mutation: toMutation(line), sent: null, outcome: null, order: 0, setBack: false, takenBack: null, draft: line.state === 'rejected' });
      else {
        known.draft = line.state === 'rejected';
        if (known.person !== console.person.name) this.#onWrong('I13', `${console.name} has ${line.mid} among its edits, which ${known.person} made`);
        if (known.sent === null) known.mutation = toMutation(line);
      }
    }
    for (const decided of column(sqlite, `SELECT mid || ' ' || path FROM conflict WHERE settled_at IS NOT NULL`)) this.settled.add(decided as string);
  }

  /** From here on this console knows nothing of what came after its copy. */
  setBack({ name }: SimConsole): void {
    this.#setBack.add(name);
    for (const entry of this.entries.values()) if (entry.console === name) entry.setBack = true;
  }

  /** Its cache was removed when its person signed out: what it came to is at the server, and can be looked for nowhere else. */
  forgotten({ name }: SimConsole): void {
    for (const entry of this.entries.values()) if (entry.console === name) entry.setBack = true;
  }

  /** Records whose stock this console moves, with all its edits of them in the order made; one whose disk was set back has forgotten some. */
  movingAt(console: SimConsole): Map<string, Entry[]> {
    const moving = new Map<string, Entry[]>();
    if (this.#setBack.has(console.name)) return moving;
    const waiting = new Set(column(console.db.sqlite, `SELECT entity_id FROM outbox WHERE state <> 'rejected' AND ops LIKE '%"op":"add"%'`) as string[]);
    for (const entry of waiting.size === 0 ? [] : this.entries.values()) {
      const { id } = entry.mutation;
      if (entry.console !== console.name || !waiting.has(id)) continue;
      if (moving.has(id)) moving.get(id)!.push(entry);
      else moving.set(id, [entry]);
    }
    return moving;
  }

  wasSetBack({ name }: Pick<SimConsole, 'name'>): boolean {
    return this.#setBack.has(name);
  }

  /** Edits of which a fresh copy took the place of what their writer saw. */
  readonly startedBefore = new Set<string>();
  readonly overtaken = (mid: string): void => void this.startedBefore.add(mid);

  readonly takenBack = (lines: readonly { readonly mid: string; readonly state: string }[]): void => {
    for (const { mid, state } of lines) {
      const entry = this.entries.get(mid);
      if (entry) entry.takenBack = state === 'rejected' ? 'dismissed' : 'undone';
    }
  };

  /** The server took in a push. */
  pushed(person: PersonName | null, mutations: readonly Mutation[], outcomes: readonly Outcome[] | null): void {
    for (const mutation of mutations) {
      const entry = this.entries.get(mutation.mid);
      if (!entry) {
        this.#onWrong('I2', `an edit nobody made reached the server: ${mutation.mid}`);
        continue;
      }
      if (entry.person !== person) this.#onWrong('I13', `${mutation.mid} of ${entry.person} was sent by ${person}`);
      const text = JSON.stringify(contentOf(mutation));
      if (entry.sent !== null && entry.sent !== text) this.#onWrong('I2', `edit ${mutation.mid} was sent again with another content`);
      entry.sent ??= text;
      // What counts is how it stood when the server took it in.
      if (entry.outcome === null || entry.outcome.kind === 'deferred') entry.mutation = mutation;
    }
    const refused = new Set<string>();
    for (const outcome of outcomes ?? []) {
      const entry = this.entries.get(outcome.mid);
      if (!entry) continue;
      if (entry.outcome === null) this.#checkGround(entry, outcome, refused);
      if (outcome.kind === 'rejected' && outcome.error.rule === 'number-used') {
        // Says nothing about the edit; only a disk that was set back may hear it, and goes on under another name.
        if (entry.outcome === null && !this.#setBack.has(entry.console)) this.#onWrong('I2', `${entry.mid} was refused for its number alone`);
        continue;
      }
      // Nobody here sends what has no sense: who does not understand it has got the words wrong.
      if (outcome.kind === 'rejected' && outcome.error.code === 'invalid-input') this.#onWrong('fit', `the server does not understand ${entry.mid}: ${outcome.error.rule ?? ''} ${outcome.error.field ?? ''}`);
      if (entry.outcome === null || entry.outcome.kind === 'deferred' || isTriedAgain(entry, outcome)) {
        // Tried again, it counts as it stood then: after the refusal it had lost what others had written.
        Object.assign(entry, { outcome, order: ++this.#words, mutation: mutations.find(({ mid }) => mid === entry.mid) ?? entry.mutation });
        if (entry.mutation.action === 'delete' && 'version' in outcome) this.deleted.add(entry.mutation.id);
      }
      else if (!entry.setBack && outcome.kind !== 'deferred' && (entry.outcome.kind !== outcome.kind || versionOf(entry.outcome) !== versionOf(outcome))) this.#onWrong('I2', `${entry.mid} was ${entry.outcome.kind} and is ${outcome.kind} when it is asked again`);
    }
  }

  /**
   * What builds on a value that was refused in the same request is not looked at: its writer never meant to set it against what was there.
   *
   * @param refused fields whose new value was refused so far in this request, added to here
   */
  #checkGround({ mid, mutation: { id, ops } }: Entry, outcome: Outcome, refused: Set<string>): void {
    if (outcome.kind === 'rejected') for (const op of ops) if (op.op === 'set') refused.add(`${id} ${op.path}`);
    const clash = outcome.kind === 'conflict' ? outcome.fields.find(({ path, base, theirs }) => refused.has(`${id} ${path}`) && JSON.stringify(base) !== JSON.stringify(theirs)) : undefined;
    if (clash) this.#onWrong('I2', `${mid} is in conflict on ${clash.path}, and started from what was refused in the same request`);
  }

  /** How often which outcome was met: a history in which nothing is refused or in conflict proves little. */
  outcomes(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { outcome } of this.entries.values()) {
      const name = outcome === null ? 'none' : outcome.kind === 'rejected' ? `rejected ${outcome.error.rule ?? outcome.error.code}` : outcome.kind;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  /** Edits of one record the server has taken in or refused, in the order it did. */
  decided(id: string): Entry[] {
    return [...this.entries.values()].filter(({ mutation, outcome }) => mutation.id === id && outcome !== null && ('version' in outcome || outcome.kind === 'rejected')).sort((a, b) => a.order - b.order);
  }
}

/**
 * What an edit says. Its number in the row is the console's own affair; and who loses a shop forgets what others had written there, so that an edit
 * may come again without what it started from. What an older console could not say of a new record is said once it is renewed.
 */
const contentOf = ({ cseq: _, ops, doc, ...said }: Mutation): unknown => ({ ...said, ...(doc === undefined ? {} : { doc: { ...(doc as object), condition: null } }), ops: ops.map((op) => ('base' in op ? { ...op, base: null } : op)) });

/** Refused once, and tried anew by a disk that was set back to before the answer: the refusal changed nothing, so what counts is the later word. */
const isTriedAgain = ({ setBack, outcome }: Entry, later: Outcome): boolean => setBack && outcome?.kind === 'rejected' && 'version' in later;

export const versionOf = (outcome: Outcome): number => ('version' in outcome ? outcome.version : 0);
