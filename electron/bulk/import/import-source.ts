import type { Locale } from '#shared/auth/model.ts';
import { intendedChange, type IntendedChange, type Making } from '#shared/bulk/rows/intended-change.ts';
import { lookUpOf, type RowGroup } from '#shared/bulk/rows/group-rows.ts';
import type { ImportChoices } from '#shared/bulk/rows/model.ts';
import type { RowProblem } from '#shared/bulk/problem.ts';
import { rowReader } from '#shared/bulk/rows/read-row.ts';
import { saysAlready } from '#shared/bulk/rows/says-already.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ReadableDb } from '../../db/connection.ts';
import type { Called, Intended } from '../intended.ts';
import type { PlanSource } from '../plan-source.ts';
import { Clashes } from './clashes.ts';
import { placesOf, productsAt } from './find-product.ts';
import { keyOfRecord, keysOf, type RowTies } from './row-ties.ts';
import type { ImportMeta, Judged, StagedImport, StagedRows } from './staged-import.ts';

/** Products whose rows are read, and looked up, in one go: a question each would take longer than the answer. */
const STRETCH = 64;

/** The rows of one product of a file, read, and the product they mean; null: it is not there. */
export type FoundGroup = { readonly at: number; readonly group: RowGroup; readonly current: Product | null };

/** Reads rows of some products, and finds what they mean. */
export function groupFinder({ asked, columns }: ImportMeta, choices: ImportChoices): (db: ReadableDb, staged: readonly StagedRows[]) => readonly FoundGroup[] {
  const read = rowReader(columns, choices);
  return (db, staged) => {
    const groups = staged.map(({ at, rows }) => ({ at, group: { key: String(at), rows: rows.map(read) } }));
    const places = placesOf(db, asked.shopId, groups.map(({ group }) => lookUpOf(group)));
    const products = productsAt(db, places.filter((place) => place !== null));
    return groups.map(({ at, group }, n) => ({ at, group, current: products.get(places[n]!) ?? null }));
  };
}

/**
 * The products of a staged file, and what the file wants of each; what is wrong with its rows is written down beside them.
 *
 * @param ties is told what every product has to do with others, when all are looked at; with `only`, just these are
 */
export function importSource(staged: StagedImport, meta: ImportMeta, total: number, choices: ImportChoices, making: Making, ties: RowTies, only?: readonly number[]): PlanSource {
  if (only === undefined) staged.beginJudging();
  const find = groupFinder(meta, choices);
  let stretch: readonly FoundGroup[] = [];
  let [next, asked] = [0, 0];
  let judged: Judged[] = [];
  let last: RowGroup | null = null;
  let forgotten = 0;
  const clashes = new Clashes();

  const ahead = (db: ReadableDb): void => {
    stretch = find(db, only === undefined ? staged.rowsFrom(asked, STRETCH) : staged.rowsAt(only.slice(asked, asked + STRETCH)));
    if (only === undefined) for (const { group, current } of stretch) ties.add(keysOf(group, current?.id ?? null), group.rows.map(({ line }) => line));
    asked += stretch.length;
    next = 0;
  };
  return {
    total, ...(only === undefined ? {} : { only }),
    intended: (db, at) => {
      if (next === stretch.length) ahead(db);
      const one = stretch[next++];
      assert(one?.at === at, () => `no rows are staged for product ${at} of the file`);
      const { group: { rows }, current } = one;
      if (current !== null && rows.length === 1 && saysAlready(rows[0]!, current)) {
        last = null;
        return { what: 'edit', before: current, after: current, paths: [] };
      }
      const change = intendedChange(one.group, current, choices, making);
      const clashing = clashes.of(db, one.group, change);
      const stopped = clashing.find(({ severity }) => severity === 'error');
      const { intended, problems } = planned(stopped === undefined ? change : { ...change, what: 'fail', before: 'before' in change ? change.before : null, problems: [stopped] }, making);
      last = one.group;
      judged.push({ at, lines: rows.length, ignored: rows.filter(({ command }) => command === 'IGNORE').length, problems: stopped === undefined ? [...problems, ...clashing] : problems });
      return intended.what === 'edit' && rows.find(({ command }) => command !== 'IGNORE')?.command === 'REPLACE' ? { ...intended, replaces: true } : 'record' in intended && intended.product === null ? { ...intended, called: calledIn(rows, choices.locale) } : intended;
    },
    decided: (row) => {
      const refused = last === null ? null : clashes.refused(row, last);
      const by = row.problem?.code === 'sku-taken' ? row.problem.details?.['by'] : undefined;
      // Whether the product that has the SKU is of this file as well makes a difference to what is said.
      if (last !== null && typeof by === 'string') ties.tie(Number(last.key), keyOfRecord(by));
      const judgment = judged.at(-1);
      if (refused !== null && judgment !== undefined) judged[judged.length - 1] = { ...judgment, problems: [...judgment.problems, refused] };
    },
    noted: () => {
      if (only !== undefined) {
        staged.forget(only.slice(forgotten, asked - (stretch.length - next)), total);
        forgotten = asked - (stretch.length - next);
      }
      staged.judged(judged);
      judged = [];
    },
  };
}

function planned(change: IntendedChange, { makeId }: Making): { intended: Intended; problems: readonly RowProblem[] } {
  const { problems } = change;
  switch (change.what) {
    case 'edit': return { problems, intended: { what: 'edit', before: change.before, after: change.after, paths: change.ops.map(({ path }) => path) } };
    case 'create': return { problems, intended: { what: 'create', product: change.product } };
    case 'skip': return { problems, intended: change.why === 'unchanged' && change.before !== null ? { what: 'edit', before: change.before, after: change.before, paths: [] } : { what: 'skip', record: recordOf(change, makeId), product: change.before, problem: null } };
    case 'delete': return { problems, intended: { what: 'delete', product: change.before } };
    case 'fail': return { problems, intended: { what: 'fail', record: recordOf(change, makeId), product: change.before, problem: errorOf(problems.find(({ severity }) => severity === 'error')) } };
  }
}

/** What the rows of a product that is nowhere else call it, in the language of the file if they have it. */
function calledIn(rows: RowGroup['rows'], locale: Locale): Called {
  const titles = rows.flatMap(({ product: { texts } }) => [texts[locale], ...Object.values(texts)].flatMap((text) => text?.title ?? []));
  return { title: titles[0] ?? '', sku: rows.flatMap(({ variant }) => variant.sku ?? [])[0] ?? null };
}

const recordOf = ({ before }: { readonly before: { readonly id: ProductId } | null }, makeId: () => string): ProductId => before?.id ?? (makeId() as ProductId);

/** The first thing that is wrong with a product's rows, in the words of a rule. */
const errorOf = (problem: RowProblem | undefined): AppError =>
  problem === undefined ? { code: 'invalid-input' } : { code: 'invalid-input', field: problem.column ?? undefined, rule: problem.rule, details: { ...problem.details, line: problem.line, value: problem.value } } as AppError;
