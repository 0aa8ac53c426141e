import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { FieldChange } from '#renderer/sync/field-change.tsx';
import { useFieldWords, type FieldContext } from '#renderer/sync/describe-field.ts';
import { Button, Status, type Tone } from '#renderer/ui/index.ts';
import { kindOf } from '#shared/catalog/description.ts';
import type { PlanCell, PlanRow, RowOutcome } from '#shared/bulk/plan-model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { membersOf } from '#shared/sync/apply.ts';
import styles from './bulk.module.css';

const tones: Record<RowOutcome, Tone> = { created: 'ok', updated: 'accent', deleted: 'warn', unchanged: 'mute', skipped: 'mute', failed: 'bad' };
/** As many cells as a product may have. */
const ALL_CELLS = 5_000;

/** One product of a preview with every cell that changes, or why none does. Drawn again only when it is another: a preview that is being computed is told of many times a second. */
export const PreviewRow = memo(function PreviewRow({ plan, row }: { plan: string; row: PlanRow }) {
  const { t } = useTranslation(['bulk', 'catalog']);
  const explain = useExplain();
  const [isWhole, setWhole] = useState(false);
  const rest = useAsk('bulk.rows', { plan, at: row.at, offset: 0, limit: 1, cells: ALL_CELLS }, { enabled: isWhole });
  const cells = (isWhole ? rest.data?.rows[0]?.cells : undefined) ?? row.cells;
  // Which variant, which place: only where there are several to tell apart.
  const variants = new Set(cells.flatMap(({ path }) => (path.startsWith('variants/') ? [path.split('/')[1]] : [])));
  const { data } = useAsk('catalog.product', { id: row.record }, { enabled: variants.size > 1 || cells.some(({ path }) => path.includes('/stock/')) });
  const problem = row.problem === null ? null : explain(row.problem);
  const name = row.title === '' ? t('catalog:untitled') : row.title;
  return (
    <tr>
      <th scope="row">
        {!row.isHere ? <bdi>{name}</bdi> : <a href={hrefOf(['catalog', row.record])}><bdi>{name}</bdi></a>}{' '}
        {row.sku !== null && <bdi dir="ltr" className={`num ${styles.soft} ${styles.code}`}>{row.sku}</bdi>}
      </th>
      <td>
        {problem && <p className={row.outcome === 'skipped' ? styles.soft : styles.fault}>{problem.what} <span className={styles.soft}>{problem.wayOut}</span></p>}
        {cells.length > 0 && <dl className={styles.cells}>{cells.map((cell) => <Cell key={cell.path} cell={cell} context={{ product: data?.product ?? null, shop: data?.shop ?? null, currency: currencyAt(cell.path, row.currency) }} />)}</dl>}
        {row.cellCount > cells.length && <Button size="sm" variant="quiet" isPending={isWhole} onPress={() => setWhole(true)}>{t('preview.moreCells', { count: row.cellCount - cells.length })}</Button>}
      </td>
      <td>
        <Status tone={row.result === 'left' || row.result === 'refused' ? 'warn' : row.result === 'applied' ? 'ok' : row.result === 'undone' ? 'mute' : tones[row.outcome]}>{t(row.result === null ? `outcome.${row.outcome}` : `result.${row.result}`)}</Status>
      </td>
    </tr>
  );
});

/** Amounts of a price list are in its own currency. */
function currencyAt(path: string, own: Currency | null): Currency | null {
  const [, , list, code] = path.split('/');
  return list === 'prices' && code !== undefined ? (code as Currency) : own;
}

/** A cell as a change of a field is told everywhere: what is set from what, which tags come and go. */
function opOf({ path, before, after }: PlanCell): FieldOp {
  if (kindOf(path) !== 'members') return { op: 'set', path, base: before, value: after };
  const [had, will] = [membersOf(before), membersOf(after)];
  return { op: 'members', path, add: will.filter((one) => !had.includes(one)), remove: had.filter((one) => !will.includes(one)) };
}

function Cell({ cell, context }: { cell: PlanCell; context: FieldContext }) {
  const { t } = useTranslation('bulk');
  const words = useFieldWords();
  return (
    <div className={styles.cell}>
      <FieldChange op={opOf(cell)} context={context} />
      {(cell.warnings.length > 0 || cell.now !== undefined) && (
        <p className={styles.warnings}>
          {cell.now !== undefined && <Status tone="warn">{t('preview.now', { value: words.value(cell.path, cell.now, context) })}</Status>}
          {cell.warnings.map((one) => <Status key={one} tone="warn">{t(`warning.${one}`)}</Status>)}
        </p>
      )}
    </div>
  );
}
