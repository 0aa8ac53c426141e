import type { Mutation } from '#shared/sync/model.ts';
import type { ReadableDb } from '../db/connection.ts';
import type { OutboxTable } from '../db/schema.ts';
import { reading } from '../db/statement.ts';
import { inShop } from './shop-of.ts';

type Row = Pick<OutboxTable, 'cseq' | 'mid' | 'entity' | 'entity_id' | 'state'>;
type Page = { after: number; limit: number };
const columns = ['cseq', 'mid', 'entity', 'entity_id', 'state'] as const;
const one = reading<{ mid: string }>()((q, p) => q.selectFrom('outbox').select(columns).where('mid', '=', p('mid')));
const ofGroup = reading<Page & { group: string }>()((q, p) => q.selectFrom('outbox').select(columns).where('group_id', '=', p('group')).where('cseq', '>', p('after')).orderBy('cseq').limit(p('limit')));
const all = reading<Page>()((q, p) => q.selectFrom('outbox').select(columns).where('cseq', '>', p('after')).orderBy('cseq').limit(p('limit')));
const ofShop = reading<Page & { shop: string }>()((q, p) => q.selectFrom('outbox').select(columns).where(inShop('outbox', p('shop'))).where('cseq', '>', p('after')).orderBy('cseq').limit(p('limit')));

/** What is taken back: one edit, what was done at once, or everything; of one shop when `shop` says so. */
export type Undo = { readonly what: 'one'; readonly mid: string } | { readonly what: 'group'; readonly group: string } | { readonly what: 'all'; readonly shop?: string | null };

/** An edit as far as it takes to choose it: its content is not read. */
export type ChosenEdit = { readonly mutation: Pick<Mutation, 'mid' | 'entity' | 'id'>; readonly state: OutboxTable['state'] };

/** So many are looked at in one go. */
const PAGE = 1_000;

function pageOf(db: ReadableDb, which: Undo, after: number): Row[] {
  switch (which.what) {
    case 'one': return after === 0 ? db.all(one, { mid: which.mid }) : [];
    case 'group': return db.all(ofGroup, { group: which.group, after, limit: PAGE });
    case 'all': return which.shop == null ? db.all(all, { after, limit: PAGE }) : db.all(ofShop, { shop: which.shop, after, limit: PAGE });
  }
}

/** The edits somebody wants to take back, in the order made, page by page. */
export function* editsChosen(db: ReadableDb, which: Undo): Generator<ChosenEdit[], void, void> {
  for (let after = 0; ; ) {
    const page = pageOf(db, which, after);
    if (page.length === 0) return;
    after = page.at(-1)!.cseq;
    yield page.map(({ mid, entity, entity_id, state }) => ({ state, mutation: { mid, entity, id: entity_id } as ChosenEdit['mutation'] }));
  }
}

const counts = {
  group: reading<{ group: string }>()((q, p) => q.selectFrom('outbox').select((e) => e.fn.countAll<number>().as('count')).where('group_id', '=', p('group'))),
  all: reading()((q) => q.selectFrom('outbox').select((e) => e.fn.countAll<number>().as('count'))),
};

/** How many edits that are, at most. */
export function countChosen(db: ReadableDb, which: Undo): number {
  switch (which.what) {
    case 'one': return 1;
    case 'group': return db.get(counts.group, { group: which.group })!.count;
    case 'all': return db.get(counts.all)!.count;
  }
}
