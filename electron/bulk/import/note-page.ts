import type { bulkChannels } from '#shared/bulk/contract.ts';
import { isNoted } from '#shared/bulk/mapping/targets.ts';
import type { Column } from '#shared/bulk/rows/model.ts';
import type { Answer } from '#shared/contract/channel.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { ReadableDb } from '../../db/connection.ts';
import type { PlanStore, StoredPlan } from '../plan-store.ts';
import { productsHere } from '../standing.ts';
import type { StagedImport } from './staged-import.ts';

/**
 * Cells of columns without a meaning for a product, by line, and addresses of pictures. They are kept with the job, not with the product: the catalogue has no
 * place for them. Rows that say nothing there are left out.
 */
export function notePage(store: PlanStore, staged: StagedImport, { id, run }: StoredPlan, columns: readonly Column[], offset: number, limit: number, db: ReadableDb): Answer<typeof bulkChannels, 'bulk.notes'> {
  const kept = columns.flatMap(({ header, target }, place) => (isNoted(target) ? [{ header, place }] : []));
  if (kept.length === 0) return { total: 0, headers: [], rows: [] };
  const said = kept.map(({ place }) => `trim(coalesce(json_extract(r.cells, '$[${place}]'), '')) <> ''`).join(' OR ');
  const { total } = store.of(`SELECT count(*) AS total FROM import_row AS r WHERE r.plan = ? AND (${said})`).get(id) as { total: number };
  const found = store.of(`SELECT r.line, p.record, p.sku FROM import_row AS r LEFT JOIN plan_row AS p ON p.run = ? AND p.at = r.at WHERE r.plan = ? AND (${said}) ORDER BY r.line LIMIT ? OFFSET ?`)
    .all(run, id, limit, offset) as { line: number; record: string | null; sku: string | null }[];
  const here = productsHere(db, found.flatMap(({ record }) => record ?? []));
  const cells = new Map(staged.rowsOfLines(found.map(({ line }) => line)).map(({ row }) => [row.line, row.cells]));
  return {
    total, headers: [...new Set(kept.map(({ header }) => header))],
    rows: found.map(({ line, record, sku }) => ({
      line, sku, record: record === null || !here.has(record) ? null : (record as ProductId),
      notes: Object.fromEntries(kept.flatMap(({ header, place }) => ((cells.get(line)?.[place] ?? '').trim() === '' ? [] : [[header, cells.get(line)![place]!.trim()]]))),
    })),
  };
}
