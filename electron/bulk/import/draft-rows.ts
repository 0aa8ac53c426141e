import type { DraftChoice, ReadingChoice } from '#shared/bulk/draft-model.ts';
import type { Target } from '#shared/bulk/mapping/targets.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { PlanStore } from '../plan-store.ts';

/** Files that wait for their import, in the file of previews. */
export const DRAFT_TABLES = `
  CREATE TABLE import_draft (id TEXT NOT NULL PRIMARY KEY, made_at INTEGER NOT NULL, shop TEXT NOT NULL, draft TEXT NOT NULL) STRICT`;

/** What is kept of a draft; what follows from the file is worked out again. `columns`: by place, what a person said. */
export type StoredDraft = {
  readonly id: string;
  readonly madeAt: EpochMs;
  readonly shopId: string;
  readonly name: string;
  readonly bytes: number;
  readonly reading: ReadingChoice;
  readonly columns: readonly { readonly at: number; readonly target: Target }[];
  readonly choice: DraftChoice;
  readonly plan: string | null;
};

/** As many drafts as are kept, and for so long. */
const MOST_DRAFTS = 20;
const KEPT_MS = 14 * DAY_MS;

type Row = { id: string; made_at: number; shop: string; draft: string };
const stored = ({ id, made_at, shop, draft }: Row): StoredDraft => ({ ...(JSON.parse(draft) as Omit<StoredDraft, 'id' | 'madeAt' | 'shopId'>), id, madeAt: made_at as EpochMs, shopId: shop });

/** The drafts of one account. */
export const draftRows = (store: PlanStore) => ({
  all: (): StoredDraft[] => (store.of('SELECT id, made_at, shop, draft FROM import_draft ORDER BY made_at DESC, id DESC').all() as Row[]).map(stored),
  get: (id: string): StoredDraft | null => {
    const row = store.of('SELECT id, made_at, shop, draft FROM import_draft WHERE id = ?').get(id) as Row | undefined;
    return row === undefined ? null : stored(row);
  },
  put: ({ id, madeAt, shopId, ...draft }: StoredDraft): void => void store.of('INSERT OR REPLACE INTO import_draft (id, made_at, shop, draft) VALUES (?, ?, ?, ?)').run(id, madeAt, shopId, JSON.stringify(draft)),
  drop: (id: string): void => void store.of('DELETE FROM import_draft WHERE id = ?').run(id),
});
export type DraftRows = ReturnType<typeof draftRows>;

/** Drafts nobody will look at again: too old, or too many since. */
export const outdatedDrafts = (all: readonly StoredDraft[], now: EpochMs): StoredDraft[] => all.filter(({ madeAt }, place) => place >= MOST_DRAFTS || now - madeAt > KEPT_MS);
