import { CircleStop } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, Dialog, ProgressBar } from '#renderer/ui/index.ts';
import type { Extent } from '#shared/bulk/clipboard/spread.ts';
import type { Change, Refusal } from './model.ts';
import type { Question, Sheet } from './use-sheet.ts';
import { useWhyWords } from './why-words.ts';
import styles from './sheet.module.css';

/** Fewer are done before anybody could look at a bar. */
const SHOWN_FROM = 300;
const CHANGES_SHOWN = 8;
const EXAMPLES = 3;

/** What is about to happen to cells, before it does, and how far it is while it does. */
export function SheetDialog({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { question, bulk } = sheet;
  const number = (value: number) => formatNumber(value, locale);
  const isLong = bulk !== null && bulk.total >= SHOWN_FROM;
  const progress = isLong && (
    <ProgressBar label={t('selection.working')} hideLabel value={(100 * bulk.done) / bulk.total} text={t('selection.progress', { done: number(bulk.done), total: number(bulk.total) })} />
  );
  const stop = <Button icon={CircleStop} isDisabled={bulk?.stopping ?? false} onPress={sheet.stop}>{t('selection.stop')}</Button>;
  // Taking back and doing again say how far they are in the same place.
  if (question === null) {
    return (
      <Dialog title={t('selection.working')} isOpen={isLong} isDismissable={false} onClose={sheet.stop} width="sm" actions={stop}>
        {progress}
      </Dialog>
    );
  }
  const count = question.plan.changes.length;
  return (
    <Dialog
      title={t(`sheet.title.${question.deed}`)} isOpen isDismissable={bulk === null} onClose={sheet.cancel}
      actions={
        bulk !== null ? stop : count === 0 ? <Button autoFocus onPress={sheet.cancel}>{t('sheet.close')}</Button> : (
          <>
            <Button onPress={sheet.cancel}>{t('sheet.cancel')}</Button>
            <Button variant="go" autoFocus onPress={sheet.confirm}>{t('sheet.confirm', { count })}</Button>
          </>
        )
      }
    >
      {progress}
      <Summary question={question} />
    </Dialog>
  );
}

function Summary({ question: { plan, misfit, columns } }: { question: Question }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const extent = ({ rows, cols }: Extent) => t('sheet.extent', { lines: t('sheet.lines', { count: rows }), columns: t('sheet.columns', { count: cols }) });
  const nameOf = (columnId: string) => columns.find(({ id }) => id === columnId)?.title ?? columnId;
  return (
    <div className={styles.summary}>
      <dl className={styles.counts}>
        {([['change', plan.changes.length], ['unchanged', plan.unchanged], ['cannot', plan.refused.length]] as const).map(([kind, count]) => (
          <div key={kind} data-kind={count > 0 ? kind : undefined}>
            <dt>{t(`sheet.count.${kind}`)}</dt>
            <dd className="num">{number(count)}</dd>
          </div>
        ))}
      </dl>
      {misfit !== null && (
        <p className={styles.misfit}>
          {t(`sheet.misfit.${misfit.kind}`, {
            block: extent(misfit.block), target: extent(misfit.target),
          })}
        </p>
      )}
      {plan.refused.length > 0 && <Refused refused={plan.refused} nameOf={nameOf} />}
      {plan.changes.length > 0 && <Changes changes={plan.changes} nameOf={nameOf} />}
    </div>
  );
}

/** Why cells stay as they are: each reason once, with how many and which. */
function Refused({ refused, nameOf }: { refused: readonly Refusal[]; nameOf: (columnId: string) => string }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const sayWhy = useWhyWords();
  const byWhy = new Map<string, Refusal[]>();
  for (const cell of refused) {
    const why = sayWhy(cell.why);
    const alike = byWhy.get(why);
    if (alike) alike.push(cell);
    else byWhy.set(why, [cell]);
  }
  return (
    <section aria-label={t('sheet.count.cannot')}>
      <h3 className={styles.heading}>{t('sheet.count.cannot')}</h3>
      <ul className={styles.whys}>
        {[...byWhy].map(([why, cells]) => (
          <li key={why}>
            <span>{why}</span>
            <b className="num">{formatNumber(cells.length, locale)}</b>
            <span className={styles.examples}>
              {cells.slice(0, EXAMPLES).map(({ row, columnId, text }) => (
                <span key={`${row.id}/${columnId}`}>
                  <bdi dir="ltr" className="num">{row.sku}</bdi> · {nameOf(columnId)}{text.trim() !== '' && <> · <bdi>{text.slice(0, 60)}</bdi></>}
                </span>
              ))}
              {cells.length > EXAMPLES && <span>{t('sheet.more', { count: cells.length - EXAMPLES })}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The first changes as they will be; the rest is counted. */
function Changes({ changes, nameOf }: { changes: readonly Change[]; nameOf: (columnId: string) => string }) {
  const { t } = useTranslation('catalog');
  return (
    <table className={styles.changes}>
      <caption className={styles.heading}>{t('sheet.count.change')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.sku')}</th>
          <th scope="col">{t('sheet.column')}</th>
          <th scope="col">{t('sheet.before')}</th>
          <th scope="col">{t('sheet.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.slice(0, CHANGES_SHOWN).map(({ row, columnId, before, after }) => (
          <tr key={`${row.id}/${columnId}`}>
            <th scope="row"><bdi dir="ltr" className="num">{row.sku}</bdi></th>
            <td>{nameOf(columnId)}</td>
            <td><bdi>{before === '' ? t('none') : before}</bdi></td>
            <td><bdi>{after === '' ? t('none') : after}</bdi></td>
          </tr>
        ))}
      </tbody>
      {changes.length > CHANGES_SHOWN && <tfoot><tr><td colSpan={4}>{t('sheet.more', { count: changes.length - CHANGES_SHOWN })}</td></tr></tfoot>}
    </table>
  );
}

