import type { ServerTransaction } from '#server/db/transaction.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Actor, EntityName, Mutation, Outcome, SyncRow } from '#shared/sync/model.ts';
import type { Stores } from './entity-store.ts';
import { readRecords, type RecordText } from './records.ts';
import { asSeenBy } from './scopes.ts';

type Asked = Pick<Mutation, 'mid' | 'entity' | 'id'>;
type Refused = Extract<Outcome, { kind: 'rejected' }>;

/**
 * Answers given again pass the same projection as a first one, at the rights of now: whoever may not read a record any more hears nothing of what
 * others wrote in it, and whoever may read it again after all is told how it stands, since "gone" has taken it from their list.
 */
export async function asSeenNow(trx: ServerTransaction, actor: Actor, stores: Stores, asked: readonly Asked[], answers: ReadonlyMap<string, Outcome>): Promise<Map<string, Outcome>> {
  const told = asked.flatMap(({ mid, entity, id }) => {
    const outcome = answers.get(mid);
    return outcome !== undefined && ('row' in outcome) ? [{ entity, id, outcome }] : [];
  });
  const present = told.length === 0 ? new Map<string, RecordText>() : await readRecords(trx, told);
  const seen = new Map(answers);
  for (const { entity, id, outcome } of told) {
    const there = present.get(`${entity} ${id}`);
    const row = there === undefined ? null : rowFor(actor, stores, entity, id, there);
    if (outcome.row === null) {
      if (row !== null && isUnseen(outcome)) seen.set(outcome.mid, { ...outcome, row });
      continue;
    }
    if (there !== undefined) {
      if (row === null) seen.set(outcome.mid, withoutOthers(outcome));
      continue;
    }
    // Deleted meanwhile: where it lay then is what counts. Nobody is told of the deletion once it is forgotten: the record must not come back by this answer.
    const store = stores[entity];
    const wasReadable = store !== null && asSeenBy(actor, store.description, outcome.row.doc) !== null;
    seen.set(outcome.mid, wasReadable ? withoutRecord(outcome) : withoutOthers(outcome));
  }
  return seen;
}

const isUnseen = (outcome: Outcome): outcome is Refused => outcome.kind === 'rejected' && (outcome.error.code === 'gone' || outcome.error.code === 'not-found');

function rowFor(actor: Actor, stores: Stores, entity: EntityName, id: string, { version, doc }: RecordText): SyncRow | null {
  const store = stores[entity];
  const record = JSON.parse(doc) as Json;
  return store !== null && asSeenBy(actor, store.description, record) !== null ? { entity, id: id as SyncRow['id'], version, doc: record } : null;
}

type WithRow = Extract<Outcome, { row: unknown }>;

function withoutRecord(outcome: WithRow): WithRow {
  return outcome.kind === 'rejected' ? { ...outcome, row: null } : { ...outcome, row: { ...outcome.row, doc: null } };
}

function withoutOthers(outcome: WithRow): Outcome {
  const hidden = withoutRecord(outcome);
  return hidden.kind === 'conflict' ? { ...hidden, fields: hidden.fields.map((field) => ({ ...field, base: null, theirs: null, theirsBy: null, theirsAt: null })) } : hidden;
}
