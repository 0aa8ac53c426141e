import { existsSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { DraftChoice, ImportDraft } from '#shared/bulk/draft-model.ts';
import type { bulkChannels } from '#shared/bulk/contract.ts';
import type { Heard } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { reading } from '../../db/statement.ts';
import { isDecodable } from '../encodings.ts';
import type { OpenPlans } from '../open-plans.ts';
import { lookAt, type TableLook } from '../table-file.ts';
import { draftRows, outdatedDrafts, type StoredDraft } from './draft-rows.ts';
import type { ImportDeps } from './import-deps.ts';
import { preparedFile, type PreparedFile } from './prepared-file.ts';
import { savedMappingFor } from './saved-mappings.ts';
import { shownDraft } from './shown-draft.ts';
import { readyToStage } from './stage-stretches.ts';

type C = typeof bulkChannels;
/** From so much of its beginning a file is shown; of less, when it has no more. */
const ENOUGH = 262_144;
const gone: AppError = { code: 'not-found', rule: 'draft-gone' };

/** A draft with its file, where it lies by now. `held`: bytes that are here, null when all are. */
export type FoundDraft = { readonly draft: StoredDraft; readonly path: string; readonly held: number | null };

/** Files that a person prepares for their import. */
export function importDrafts(deps: ImportDeps) {
  /** How a file looks is worked out once for each way of reading it, and forgotten with the draft. */
  const looks = new Map<string, { readonly how: string; readonly look: TableLook }>();
  const pathOf = (plans: OpenPlans, id: string): string => join(deps.importsOf(plans.file), id);

  const drop = (plans: OpenPlans, id: string): void => {
    looks.delete(id);
    draftRows(plans.store).drop(id);
    const path = pathOf(plans, id);
    rmSync(path, { force: true });
    // Where it was being taken over in this very moment, it lies there afterwards.
    void deps.intake.cancel(id).then(() => rmSync(path, { force: true }));
  };
  /** Where the file of a draft is by now; one that has come in whole is taken over, one that was lost on the way takes its draft along. */
  const find = async (plans: OpenPlans, id: string): Promise<FoundDraft | null> => {
    const draft = draftRows(plans.store).get(id);
    if (draft === null) return null;
    const path = pathOf(plans, id);
    if (existsSync(path) || (await deps.intake.take(id, path))) return { draft, path, held: null };
    const coming = deps.intake.find(id, 'table');
    if (coming !== null) return { draft, path: coming.path, held: coming.held() };
    // Somebody else has asked for it in this very moment, and it was taken over for them.
    if (existsSync(path)) return { draft, path, held: null };
    drop(plans, id);
    return null;
  };

  const look = async ({ draft: { id, name, reading: said }, path, held }: FoundDraft): Promise<Result<TableLook, AppError>> => {
    const { encoding, delimiter, sheet } = said;
    const how = JSON.stringify([encoding, delimiter, sheet, held === null]);
    const known = looks.get(id);
    if (known?.how === how) return ok(known.look);
    const seen = await lookAt(path, { ...(encoding === undefined ? {} : { encoding }), ...(delimiter === undefined ? {} : { delimiter }), ...(sheet === undefined ? {} : { sheet }) }, held === null);
    if (!seen.ok) return err({ code: 'invalid-input', attempted: 'bulk.openFile', field: name, rule: seen.error.rule, ...(seen.error.details ? { details: seen.error.details } : {}) });
    looks.set(id, { how, look: seen.value });
    return ok(seen.value);
  };
  const prepare = async (cache: CacheDb, found: FoundDraft): Promise<Result<PreparedFile, AppError>> => {
    const seen = await look(found);
    if (!seen.ok) return seen;
    const { draft: { reading: { header }, columns } } = found;
    const first = preparedFile(seen.value, { header, saved: new Map(), chosen: new Map() });
    const saved = savedMappingFor(cache, first.header.names);
    const chosen = new Map(columns.map(({ at, target }) => [at, target]));
    return ok(saved.size + chosen.size === 0 ? first : preparedFile(seen.value, { header, saved, chosen }));
  };
  const shown = async (cache: CacheDb, found: FoundDraft): Promise<Result<ImportDraft, AppError>> => {
    const file = await prepare(cache, found);
    return file.ok ? ok(shownDraft(found.draft, file.value, found.held)) : file;
  };

  return {
    find, prepare, drop,
    keep: (plans: OpenPlans, draft: StoredDraft): void => draftRows(plans.store).put(draft),

    async open(plans: OpenPlans, cache: CacheDb, { intake: id, shopId }: Heard<C, 'bulk.openFile'>): Promise<Result<ImportDraft, AppError>> {
      const coming = deps.intake.find(id, 'table');
      if (coming === null) return err({ code: 'not-ready', rule: 'intake-gone' });
      if (!hasShop(cache, shopId)) return err({ code: 'not-found', attempted: 'bulk.openFile', field: 'shopId' });
      const all = draftRows(plans.store).all();
      for (const old of outdatedDrafts(all, deps.now())) drop(plans, old.id);
      clearStrays(deps.importsOf(plans.file), new Set(all.map((draft) => draft.id)));
      readyToStage();
      if (!(await coming.until(Math.min(ENOUGH, coming.bytes)))) return err({ code: 'not-ready', rule: 'intake-gone' });
      // The parts of a packed file are named at its end.
      if (await isPacked(coming.path)) if (!(await coming.until())) return err({ code: 'not-ready', rule: 'intake-gone' });
      if (!plans.isOpen) return err({ code: 'signed-out' });
      const choice: DraftChoice = { command: 'MERGE', blank: 'keep', locale: deps.locale(), decimal: null };
      draftRows(plans.store).put({ id, madeAt: deps.now(), shopId, name: coming.name.trim().slice(0, 200) || '?', bytes: coming.bytes, reading: {}, columns: [], choice, plan: null });
      const found = await find(plans, id);
      const seen = found === null ? err<AppError>(gone) : await shown(cache, found);
      // What is no table is not kept.
      if (!seen.ok && plans.isOpen) drop(plans, id);
      return seen;
    },

    /** Changes what a person says of a file; a way of reading it that does not work leaves it as it was. */
    async change(plans: OpenPlans, cache: CacheDb, { draft: id, reading: said, columns, choice }: Heard<C, 'bulk.draftImport'>): Promise<Result<ImportDraft, AppError>> {
      const found = await find(plans, id);
      if (found === null) return err(gone);
      // Whoever says how a file is read, or looks at what comes of it, wants its preview next.
      readyToStage();
      if (said?.encoding !== undefined && !isDecodable(said.encoding)) return err({ code: 'invalid-input', field: 'encoding', rule: 'encoding-unknown' });
      const { draft } = found;
      const others = draft.columns.filter(({ at }) => columns?.every((one) => one.at !== at) ?? true);
      const next: StoredDraft = {
        ...draft, reading: said ?? draft.reading, choice: { ...draft.choice, ...choice },
        // Another header, sheet or delimiter makes other columns: what was said of the old ones is not said of these.
        columns: [...(said !== undefined && isOtherTable(draft.reading, said) ? [] : others), ...(columns ?? []).flatMap(({ at, target }) => (target === null ? [] : [{ at, target }]))],
      };
      const seen = await shown(cache, { ...found, draft: next });
      if (seen.ok && plans.isOpen) draftRows(plans.store).put(next);
      return seen;
    },

    /** Drafts of shops that are no longer this person's go, with their files. */
    forget(plans: OpenPlans, cache: CacheDb): void {
      for (const { id, shopId } of draftRows(plans.store).all()) if (!hasShop(cache, shopId)) drop(plans, id);
    },

    list: (plans: OpenPlans): StoredDraft[] => draftRows(plans.store).all(),
  };
}
export type ImportDrafts = ReturnType<typeof importDrafts>;

const shopById = reading<{ id: string }>()((q, p) => q.selectFrom('shop').select('id').where('id', '=', p('id')));
const hasShop = (db: ReadableDb, id: string): boolean => db.get(shopById, { id }) !== undefined;

/** Whether a file is packed, by what it begins with: `PK`. */
async function isPacked(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const room = Buffer.alloc(2);
    await file.read(room, 0, 2, 0);
    return room.toString('latin1') === 'PK';
  } finally {
    await file.close();
  }
}

const isOtherTable = (a: StoredDraft['reading'], b: StoredDraft['reading']): boolean => a.delimiter !== b.delimiter || a.sheet !== b.sheet || a.header !== b.header;

/** Files whose draft is no more: a process that died between the two. */
function clearStrays(folder: string, known: ReadonlySet<string>): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (!known.has(name)) rmSync(join(folder, name), { force: true });
}
