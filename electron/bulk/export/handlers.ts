import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locale, Me } from '#shared/auth/model.ts';
import type { exportChannels } from '#shared/bulk/export/contract.ts';
import { failedName, notesName } from '#shared/bulk/export/failed-header.ts';
import { endingOf, type ExportChoice, type ExportState, type ExportWhat } from '#shared/bulk/export/model.ts';
import { SHEET_ROWS } from '#shared/bulk/export/sheet-text.ts';
import type { ProductQuery } from '#shared/catalog/contract.ts';
import type { Shop } from '#shared/catalog/model.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { CacheDb } from '../../db/cache-db.ts';
import { failureOf } from '../../db/failure.ts';
import { downloadsFolder } from '../../files/downloads-folder.ts';
import { plainName } from '../../files/plain-name.ts';
import type { Random, Scheduler } from '../../runtime/scheduler.ts';
import { categoriesOf, placesOfChosen, productAt, shopOf, sumsOf, type ExportSums } from './chosen-products.ts';
import { productsHere } from '../standing.ts';
import { writeFailedRows } from './failed-rows.ts';
import { textSink, workbookSink, type FileSink } from './file-sink.ts';
import type { StagedImport } from '../import/staged-import.ts';
import { writeNotes } from './notes-file.ts';
import { refusalOf, writeOneFile } from './one-file.ts';
import { fileBeside, putInPlace, type ExportTarget } from './target-file.ts';
import { writeProducts } from './write-products.ts';

type C = typeof exportChannels;

export type ExportDeps = {
  readonly dataDir: string;
  readonly cache: () => CacheDb | null;
  readonly me: () => Me | null;
  /** Row numbers of a list in its order, within the shop that is looked at. */
  readonly listed: (query: ProductQuery) => Int32Array | null;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** Address of the marketplace, for pages and pictures named in feeds. */
  readonly site: string;
  /** Where files go that nobody chose a place for; null: a folder beside the data. */
  readonly downloads?: () => string | null;
  /** The path a shell was given for a key by the person, once. */
  readonly place: (key: string) => string | null;
  /** A job that came from a file. */
  readonly fromFile: (plan: string) => { readonly staged: StagedImport; readonly run: number } | null;
  readonly tell: (state: ExportState) => void;
  /** Something that nobody could expect. */
  readonly onBroken: (cause: unknown) => void;
};

const TELL_EVERY_MS = 150;
/** With less than this behind it nobody can say how long the rest takes. */
const TELLING_MS = 500;
/** So many that are over are remembered, for a window that was away. */
const KEPT = 20;

/** One export as it goes on. */
type Run = { state: ExportState; wanted: boolean; over: Promise<void> };

/** Products written into files, for people and for other programs. */
export function createExports(deps: ExportDeps): { readonly handlers: Handlers<C>; close(): Promise<void> } {
  const { scheduler } = deps;
  const runs = new Map<string, Run>();
  const newId = (): string => uuidv7(scheduler.now, deps.random);

  const chosen = async (db: CacheDb, what: ExportWhat): Promise<Int32Array | null> => (what.of === 'list' ? deps.listed(what.query) : placesOfChosen(db, what.ids));
  /** The cache as it is looked at; another one (a sign-out, a fresh copy) has other row numbers. */
  const isSame = (db: CacheDb): boolean => deps.cache() === db && db.isOpen;
  const looked = async (what: ExportWhat): Promise<Result<{ db: CacheDb; places: Int32Array; sums: ExportSums }, AppError>> => {
    const db = deps.cache();
    if (db === null || !db.isOpen || deps.me() === null) return err({ code: 'signed-out' });
    const places = await chosen(db, what);
    if (places === null) return err({ code: 'signed-out' });
    // The list's own array may be worked out anew while this goes on.
    const kept = places.slice();
    const sums = await sumsOf(db, kept);
    return isSame(db) ? ok({ db, places: kept, sums }) : err({ code: 'not-ready', rule: 'cache-replaced' });
  };

  const refused = ({ products, rows, shops }: ExportSums, { format }: ExportChoice): AppError | null => {
    if (products === 0) return { code: 'rule-broken', rule: 'export-nothing' };
    if (shops.length > 1) return { code: 'rule-broken', rule: 'export-one-shop', details: { count: shops.length } };
    return format === 'xlsx' && rows >= SHEET_ROWS ? { code: 'too-large', rule: 'export-sheet-rows', details: { found: rows, most: SHEET_ROWS - 1 } } : null;
  };

  const stemOf = (shop: Shop): string => `${shop.handle}-${new Date(scheduler.now()).toISOString().slice(0, 10)}`;
  const folderOf = (): string => (deps.downloads ?? downloadsFolder)() ?? join(deps.dataDir, 'exports');
  const targetOf = (shop: Shop, { format }: ExportChoice, place: string | null): Result<ExportTarget, AppError> => {
    if (place !== null) {
      const path = deps.place(place);
      return path === null ? err({ code: 'not-found', rule: 'export-place-gone' }) : ok({ path });
    }
    return ok({ folder: folderOf(), name: plainName(`${stemOf(shop)}${endingOf[format]}`) });
  };

  /** Writes, from the first product to the file in its place, or to the reason why there is none. */
  const write = async (run: Run, db: CacheDb, places: Int32Array, shop: Shop, choice: ExportChoice, target: ExportTarget): Promise<void> => {
    let [toldAt, since] = [-Infinity, scheduler.now()];
    const say = (change: Partial<ExportState>, isLast = false): void => {
      if (change.state !== undefined && change.state !== run.state.state) since = scheduler.now();
      run.state = { ...run.state, ...change };
      const now = scheduler.now();
      if (!isLast && now - toldAt < TELL_EVERY_MS) return;
      toldAt = now;
      const { state, done, total } = run.state;
      const elapsed = now - since;
      run.state.remainingMs = state !== 'writing' || done === 0 || elapsed < TELLING_MS ? null : Math.round((elapsed * (total - done)) / done);
      deps.tell(run.state);
    };
    const over = (change: Partial<ExportState>): void => say({ ...change, remainingMs: null }, true);
    let sink: FileSink | null = null;
    try {
      const beside = await fileBeside(target, run.state.id, Date.now());
      sink = choice.format === 'xlsx' ? workbookSink(beside) : await textSink(beside);
      // Tables of a shop without an address of its own name pictures by the server; feeds for Google were refused before.
      const context = { shop: { ...shop, webAddress: shop.webAddress ?? deps.site }, categoryOf: categoriesOf(db), locales: choice.locales as [Locale, ...Locale[]] };
      const isWhole = await writeProducts({
        choice, context, total: places.length, sink, productAt: (at) => productAt(db, places[at]!, shop.id), wanted: () => run.wanted && isSame(db),
        progress: (state, done, rows, leftOut) => say({ state, done, rows, leftOut }),
      });
      if (!isWhole) {
        await sink.drop();
        return over(run.wanted ? { state: 'failed', error: { code: 'not-ready', rule: 'cache-replaced' } } : { state: 'stopped' });
      }
      await sink.whole();
      const file = await putInPlace(beside, target);
      over({ state: 'done', file, bytes: (await stat(file)).size });
    } catch (cause) {
      await sink?.drop();
      const known = cause instanceof AppFailure ? cause.error : (failureOf(cause) ?? refusalOf(cause));
      if (known === null) deps.onBroken(cause);
      over({ state: 'failed', error: known ?? { code: 'internal', attempted: 'bulk.export' } });
    }
  };

  const begin = async (what: ExportWhat, choice: ExportChoice, place: string | null): Promise<Result<ExportState, AppError>> => {
    const found = await looked(what);
    if (!found.ok) return found;
    const { db, places, sums } = found.value;
    const why = refused(sums, choice);
    if (why !== null) return err(why);
    const shop = shopOf(db, sums.shops[0]!);
    if (shop === null) return err({ code: 'not-found', field: 'shopId' });
    // Google takes a feed only from the address that is the shop's own, and that buyers can open.
    if ((choice.format === 'google' || choice.format === 'google-xml') && (shop.webAddress ?? null) === null) return err({ code: 'rule-broken', rule: 'export-web-address' });
    const target = targetOf(shop, choice, place);
    if (!target.ok) return target;
    const state: ExportState = { id: newId(), state: 'counting', format: choice.format, done: 0, total: places.length, remainingMs: null, rows: 0, leftOut: 0, file: null, bytes: null, error: null };
    const run: Run = { state, wanted: true, over: Promise.resolve() };
    for (const [id, old] of runs) if (runs.size >= KEPT && old.state.state !== 'counting' && old.state.state !== 'writing') runs.delete(id);
    runs.set(state.id, run);
    // After this answer, so that nobody hears of the end before they know it began.
    run.over = new Promise<void>((resolve) => void setImmediate(resolve)).then(() => write(run, db, places, shop, choice, target.value));
    return ok(state);
  };
  const withRun = (id: string, work: (run: Run) => void = () => undefined): Result<ExportState, AppError> => {
    const run = runs.get(id);
    if (run === undefined) return err({ code: 'not-found', rule: 'export-gone' });
    work(run);
    return ok(run.state);
  };

  const written = (place: string | null, name: string, isSheet: boolean, write: (sink: FileSink) => Promise<number>) => writeOneFile({ folder: folderOf, place: deps.place, newId }, place, name, isSheet, write);
  const failedFile = async (plan: string, locale: Locale, words: readonly { line: number; text: string }[], place: string | null): Promise<Result<{ file: string; rows: number }, AppError>> => {
    const from = deps.fromFile(plan);
    const meta = from?.staged.meta() ?? null;
    if (from === null || meta === null) return err({ code: 'not-found', rule: 'plan-gone' });
    const isSheet = meta.file.delimiter === null;
    return written(place, failedName(meta.file.name, locale, isSheet), isSheet, (sink) => writeFailedRows({ ...from, words: new Map(words.map(({ line, text }) => [line, text])), locale, sink }));
  };
  const notesFile = async (plan: string, place: string | null): Promise<Result<{ file: string; rows: number }, AppError>> => {
    const [from, db] = [deps.fromFile(plan), deps.cache()];
    const meta = from?.staged.meta() ?? null;
    if (from === null || meta === null || db === null) return err({ code: 'not-found', rule: 'plan-gone' });
    return written(place, notesName(meta.file.name), false, async (sink) => {
      const rows = await writeNotes({ ...from, isHere: (records) => new Set(productsHere(db, records).keys()), sink });
      if (rows === 0) throw new AppFailure({ code: 'rule-broken', rule: 'notes-none' });
      return rows;
    });
  };

  return {
    handlers: {
      'bulk.exportLook': async ({ what }) => {
        const found = await looked(what);
        if (!found.ok) return found;
        const { db, sums: { products, rows, shops } } = found.value;
        const shop = shops.length === 1 ? shopOf(db, shops[0]!) : null;
        return ok({ products, rows, shops: shops.length, stem: shop === null ? null : plainName(stemOf(shop)) });
      },
      'bulk.export': ({ what, choice, place }) => begin(what, choice, place),
      'bulk.failedFile': ({ plan, locale, words, place }) => failedFile(plan, locale, words, place),
      'bulk.notesFile': ({ plan, place }) => notesFile(plan, place),
      'bulk.exportState': ({ id }) => withRun(id),
      'bulk.stopExport': ({ id }) => withRun(id, (run) => void (run.wanted = false)),
    },
    close: async () => {
      for (const run of runs.values()) run.wanted = false;
      await Promise.all([...runs.values()].map(({ over }) => over));
    },
  };
}
