import { useTranslation } from 'react-i18next';
import type { AuditReport } from '#shared/audit/model.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Status } from '#renderer/ui/index.ts';
import styles from './audit.module.css';

/** What came of going through the whole audit: that it is whole, or which row is not as it was written. */
export function ReportNotice({ report }: { report: AuditReport }) {
  const { t } = useTranslation('audit');
  const locale = useLocale();
  const isWhole = report.problemCount === 0;
  return (
    <div className={`${styles.report} ${isWhole ? '' : styles.broken}`} role={isWhole ? 'status' : 'alert'}>
      <p>
        <Status tone={isWhole ? 'ok' : 'bad'}>{isWhole ? t('report.whole') : t('report.broken', { count: report.problemCount })}</Status>{' '}
        {t('report.looked', { links: report.links, changes: report.changes, when: formatExact(report.at, locale) })}
      </p>
      {!isWhole && (
        <ul>
          {report.problems.map((problem, index) => (
            <li key={index}>
              {t(`problem.${problem.kind}`, { seq: problem.seq, more: problem.count ?? 0 })} {problem.id !== null && <code dir="ltr">{problem.id}</code>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
