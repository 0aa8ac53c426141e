import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, IconButton } from '#renderer/ui/index.ts';
import type { FixStep } from '#shared/bulk/fix-model.ts';
import type { Fixes } from './use-fixes.ts';
import styles from './problems.module.css';

/** As many as are drawn; older ones come into view when these are taken back. */
const MOST_SHOWN = 100;

/** The corrections made so far, the latest first, each with its way back. */
export function FixList({ fixes, isLocked }: { fixes: Fixes; isLocked: boolean }) {
  const { t } = useTranslation('import');
  const locale = useLocale();
  return (
    <section className={styles.fixes} aria-label={t('problems.fixed')}>
      <header className={styles.fixHead}>
        <p role="status">{t('problems.fixes', { count: fixes.steps.length })}</p>
        {!isLocked && <Button size="sm" variant="quiet" isDisabled={fixes.isAsked} onPress={() => void fixes.unfix(fixes.steps)}>{t('problems.undoAll')}</Button>}
      </header>
      <ul>
        {fixes.steps.slice(0, MOST_SHOWN).map((step) => (
          <li key={step.step} className={styles.fix}>
            <span className={styles.fixWords}><Words step={step} /></span>
            {step.cells !== 1 && <span className={`num ${styles.soft}`}>× {formatNumber(step.cells, locale)}</span>}
            {!isLocked && <IconButton size="sm" icon={Undo2} label={t('problems.undoOf', { column: step.column ?? '', value: step.to ?? '' })} isDisabled={fixes.isAsked} onPress={() => void fixes.unfix([step])} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Words({ step: { column, from, to } }: { step: FixStep }) {
  const { t } = useTranslation('import');
  const said = (value: string) => (value === '' ? t('problems.empty') : value);
  return (
    <>
      {column !== null && <bdi className={styles.soft}>{column}</bdi>}{' '}
      {from.length > 0 && <><bdi><del>{said(from[0]!)}{from.length > 1 && '…'}</del></bdi>{' '}</>}
      {to === null ? t('problems.suggested') : <bdi><ins>{said(to)}</ins></bdi>}
    </>
  );
}
