import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { FailedFile } from '#renderer/bulk/export/failed-file.tsx';
import { Status } from '#renderer/ui/index.ts';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import styles from './import.module.css';

const outcomes = ['created', 'updated', 'deleted', 'unchanged', 'skipped', 'failed'] as const;

/** What becomes of the rows of the file, and that none of them is unaccounted for. */
export function SumLine({ head }: { head: PlanHead }) {
  const { t } = useTranslation('import');
  const locale = useLocale();
  const { data } = useAsk('bulk.importReport', { plan: head.id, limit: 0 }, { enabled: head.state !== 'computing', refreshOn: ['bulk.changed'] });
  if (!data) return null;
  const total = outcomes.reduce((sum, one) => sum + data[one], 0);
  return (
    <section className={styles.sum} aria-label={t('sum.label')}>
      <dl>
        {outcomes.filter((one) => one !== 'deleted' || data.deleted > 0).map((one) => (
          <div key={one} data-tone={one === 'failed' && data.failed > 0 ? 'bad' : undefined}>
            <dt>{t(`sum.${one}`)}</dt>
            <dd className="num">{formatNumber(data[one], locale)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('sum.rows')}</dt>
          <dd className="num">{formatNumber(data.rows, locale)}</dd>
        </div>
      </dl>
      {head.state !== 'computing' && data.failed > 0 && <FailedFile plan={head.id} />}
      {head.state !== 'computing' && total === data.rows && <p><Status tone="ok">{t('sum.whole', { count: data.rows })}</Status></p>}
    </section>
  );
}
