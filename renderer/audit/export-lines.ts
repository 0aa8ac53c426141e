import type { AuditLine } from '#shared/audit/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { ask } from '#renderer/lib/client.ts';
import { csvText } from '#renderer/lib/save-csv.ts';
import type { AuditFilter } from './use-audit-lines.ts';

/** More lines than this are for another day: a spreadsheet takes a million, a person none. */
const MOST = 50_000;

const columns = ['time', 'made_at', 'person', 'person_id', 'action', 'object', 'object_id', 'shop', 'shop_id', 'device', 'reason', 'outcome', 'before', 'after', 'link', 'id'];

/** Every line of a filter as CSV, as it is in the audit: codes and ids, moments in UTC. @returns isWhole false: only the newest, older ones were left out */
export async function exportLines(filter: AuditFilter): Promise<Result<{ text: string; count: number; isWhole: boolean }, AppError>> {
  const rows: (string | number)[][] = [];
  let isWhole = false;
  for (let before: string | undefined; rows.length < MOST; ) {
    const page = await ask('audit.lines', { ...filter, limit: 500, purpose: 'export', ...(before === undefined ? {} : { before }) });
    if (!page.ok) return err(page.error);
    rows.push(...page.value.lines.map(rowOf));
    before = page.value.lines.at(-1)?.id;
    isWhole = !page.value.more;
    if (isWhole) break;
  }
  return ok({ text: csvText([columns, ...rows]), count: rows.length, isWhole });
}

const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

function rowOf({ at, madeAt, by, action, object, shop, device, reason, outcome, was, became, changes, seq, id }: AuditLine): (string | number)[] {
  const before = changes.length > 0 ? Object.fromEntries(changes.map((one) => [one.path, one.before])) : was;
  const after = changes.length > 0 ? Object.fromEntries(changes.map((one) => [one.path, one.after])) : became;
  const text = (value: unknown) => (value === null ? '' : JSON.stringify(value));
  return [iso(at), iso(madeAt), by?.name ?? '', by?.id ?? '', action, object.kind, object.id ?? '', shop?.name ?? '', shop?.id ?? '', device ?? '', reason ?? '', outcome ?? '', text(before), text(after), seq ?? '', id];
}
