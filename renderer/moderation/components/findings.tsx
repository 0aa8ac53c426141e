import { useTranslation } from 'react-i18next';
import { formatDuration, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Status } from '#renderer/ui/index.ts';
import type { CaseDetail } from '#shared/moderation/contract.ts';
import { toneOfOutcome, toneOfSeverity } from '../tones.ts';
import styles from '../moderation.module.css';

/** What the checks found, stage by stage, and by which versions of the rules; what took too long says so and has passed nothing. */
export function Findings({ one: { run, priority } }: { one: CaseDetail }) {
  const { t } = useTranslation('moderation');
  const locale = useLocale();
  return (
    <>
      <section aria-labelledby="checks-head">
        <h3 id="checks-head" className={styles.sectionHead}>{t('checks')}{run !== null && <span className="num"> {t('score', { score: formatNumber(run.score, locale) })}</span>}</h3>
        {run === null ? <p className={styles.quiet}>{t('notLooked')}</p> : (
          <>
            <ul className={styles.stages}>
              {run.stages.map((stage) => (
                <li key={stage.name}>
                  <span className={styles.stageName}>{t(`stage.${stage.name}`)}</span>
                  <Status tone={toneOfOutcome[stage.outcome]}>{t(`outcome.${stage.outcome}`)}</Status>
                  <span className={`num ${styles.quiet}`}>{formatDuration(stage.spentMs, locale)}</span>
                  {stage.findings.length > 0 && (
                    <ul>{stage.findings.map((found, at) => <li key={at}><Status tone={toneOfSeverity[found.severity]}>{t(`severity.${found.severity}`)}</Status> {String(t(`check.${found.check}` as 'check.markup', { defaultValue: found.check, ...found.details }))} <bdi className={styles.quiet}>{found.field.split('/').slice(0, 2).join(' ')}</bdi></li>)}</ul>
                  )}
                </li>
              ))}
            </ul>
            <p className={styles.quiet}>{t('versions', { checks: run.checksVersion, score: run.scoreVersion, words: run.wordsVersion })}</p>
          </>
        )}
      </section>
      <section aria-labelledby="priority-head">
        <h3 id="priority-head" className={styles.sectionHead}>{t('priority.label')}</h3>
        <table className={styles.sum}>
          <tbody>
            {priority.filter(({ points }) => points > 0).map(({ term, points, figures }) => <tr key={term}><th scope="row">{t(`priority.${term}`, { ...figures, reason: typeof figures['reason'] === 'string' ? t(`reason.${figures['reason'] as 'edit'}`) : '' })}</th><td className="num">{formatNumber(points, locale)}</td></tr>)}
            <tr><th scope="row">{t('priority.total')}</th><td className="num"><b>{formatNumber(priority.reduce((sum, { points }) => sum + points, 0), locale)}</b></td></tr>
          </tbody>
        </table>
      </section>
    </>
  );
}
