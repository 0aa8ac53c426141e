import { sql } from 'kysely';
import { problemAt, type RowProblem } from '#shared/bulk/problem.ts';
import type { RowGroup } from '#shared/bulk/rows/group-rows.ts';
import type { IntendedChange } from '#shared/bulk/rows/intended-change.ts';
import type { ReadRow } from '#shared/bulk/rows/model.ts';
import { gtinKey } from '#shared/catalog/gtin.ts';
import type { Product, Variant } from '#shared/catalog/model.ts';
import { skuKey } from '#shared/catalog/variant-rules.ts';
import { sameJson } from '#shared/sync/equal.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { builder, reading } from '../../db/statement.ts';
import type { PlannedRow } from '../planned-row.ts';

const gtinOwner = reading<{ gtin: string; shop: string; id: string }>()((_, p) =>
  sql<{ doc: string }>`SELECT p.doc FROM variant AS v JOIN product AS p ON p.id = v.product_id WHERE v.gtin = ${p('gtin')} AND p.shop_id = ${p('shop')} AND p.id <> ${p('id')} LIMIT 1`.compile(builder));

type Said = { readonly line: number; readonly value: unknown };

/** What rows of one file say against each other, and against products of the catalogue they do not mean. Asked for each product of the file, in order. */
export class Clashes {
  /** What was asked of a field of a product so far, and by which line. */
  readonly #asked = new Map<string, Said>();
  readonly #gone = new Map<string, number>();
  readonly #touched = new Map<string, number>();
  readonly #gtins = new Map<string, { readonly line: number; readonly record: string }>();
  readonly #lines = new Map<string, number>();

  /** Problems of one product's rows; one that is an error stops it. */
  of(db: ReadableDb, { rows }: RowGroup, change: IntendedChange): readonly RowProblem[] {
    const [first] = rows;
    if (first === undefined) return [];
    if (change.what === 'create') {
      this.#lines.set(change.product.id, first.line);
      return this.#gtinsOf(db, rows, null, change.product);
    }
    if (change.what === 'delete') return this.#deleted(change.before.id, first.line);
    if (change.what !== 'edit') return [];
    const twice = this.#edited(change.before.id, rows, change.ops.flatMap((op) => (op.op === 'set' ? [op] : [])));
    if (twice !== null) return [twice];
    this.#lines.set(change.before.id, first.line);
    return this.#gtinsOf(db, rows, change.before, change.after);
  }

  /** A rule that looks beyond one product has refused it: said at the row it is about. */
  refused({ outcome, problem, record }: PlannedRow, { rows }: RowGroup): RowProblem | null {
    if (outcome !== 'failed' || problem?.code !== 'sku-taken') return null;
    const { sku = '', by = '' } = (problem.details ?? {}) as { sku?: string; by?: string };
    const row = rows.find(({ variant }) => variant.sku && skuKey(variant.sku) === skuKey(sku as Variant['sku'])) ?? rows[0];
    if (row === undefined) return null;
    const first = by === record ? undefined : this.#lines.get(by);
    return problemAt(row.line, row.headers['sku'] ?? null, sku, first === undefined ? { rule: problem.rule ?? problem.code, details: { sku } } : { rule: 'sku-twice', details: { sku, first } });
  }

  #deleted(record: string, line: number): readonly RowProblem[] {
    const before = this.#touched.get(record) ?? this.#gone.get(record);
    this.#gone.set(record, line);
    return [before === undefined ? problemAt(line, null, '', { rule: 'import-delete', severity: 'warning' }) : twiceAt(line, before)];
  }

  #edited(record: string, rows: readonly ReadRow[], ops: readonly { readonly path: string; readonly value: Json }[]): RowProblem | null {
    const [{ line }] = rows as [ReadRow];
    const gone = this.#gone.get(record);
    if (gone !== undefined) return twiceAt(line, gone);
    for (const { path, value } of ops) {
      const said = this.#asked.get(`${record}/${path}`);
      if (said !== undefined && !sameJson(said.value as Json, value)) return twiceAt(line, said.line);
    }
    for (const { path, value } of ops) this.#asked.set(`${record}/${path}`, { line, value });
    this.#touched.set(record, line);
    return null;
  }

  #gtinsOf(db: ReadableDb, rows: readonly ReadRow[], before: Product | null, after: Product): RowProblem[] {
    const had = new Set(Object.values(before?.variants ?? {}).flatMap(({ gtin }) => (gtin === null ? [] : [gtinKey(gtin)])));
    return Object.values(after.variants).flatMap(({ gtin }) => {
      if (gtin === null || had.has(gtinKey(gtin))) return [];
      const key = gtinKey(gtin);
      const row = rows.find(({ variant }) => variant.gtin && gtinKey(variant.gtin) === key) ?? rows[0]!;
      const known = this.#gtins.get(key);
      if (known === undefined) this.#gtins.set(key, { line: row.line, record: after.id });
      const at = (rule: string, details: Record<string, Json>): RowProblem[] => [problemAt(row.line, row.headers['gtin'] ?? null, gtin, { rule, severity: 'warning', details })];
      if (known !== undefined && known.record !== after.id) return at('gtin-twice', { first: known.line });
      const owner = db.get(gtinOwner, { gtin: key, shop: after.shopId, id: after.id });
      return owner === undefined ? [] : at('gtin-of-another', { title: titleOf(JSON.parse(owner.doc) as Product) });
    });
  }
}

const twiceAt = (line: number, first: number): RowProblem => problemAt(line, null, '', { rule: 'row-product-twice', details: { first } });
const titleOf = ({ texts, id }: Product): string => Object.values(texts).find((text) => text?.title)?.title ?? id;
