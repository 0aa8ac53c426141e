import { FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportLook } from '#shared/sync/outbox-model.ts';
import { formatExact, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, Dialog, ErrorState, ProgressBar, showToast } from '#renderer/ui/index.ts';
import { useImport } from './use-import.ts';
import styles from './sync.module.css';

/** An exported outbox before it is taken over: what would become of each change, what cannot be read, and the button that does it. */
export function ImportDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation(['sync', 'common']);
  const { state, take } = useImport(file);
  const takeOver = async () => {
    const taken = await take();
    if (taken === null) return;
    onClose();
    showToast({ tone: 'ok', text: t('import.done', { count: taken.queued + taken.drafts }), detail: taken.drafts > 0 ? t('import.doneDrafts', { count: taken.drafts }) : undefined });
  };
  const taken = state.name === 'looked' || state.name === 'taking' ? toTake(state.look) : 0;
  return (
    <Dialog
      title={t('import.title')} isOpen onClose={onClose} isDismissable={state.name !== 'taking'}
      actions={
        <>
          <Button variant="quiet" isDisabled={state.name === 'taking'} onPress={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button variant="go" icon={FileUp} isDisabled={state.name !== 'looked' || taken === 0} isPending={state.name === 'taking'} onPress={() => void takeOver()}>
            {taken === 0 && state.name === 'looked' ? t('import.nothing') : t('import.confirm', { count: taken })}
          </Button>
        </>
      }
    >
      {state.name === 'reading' && <ProgressBar label={t('import.reading')} value={state.done < 1 ? 100 * state.done : null} />}
      {state.name === 'failed' && <ErrorState size="line" error={state.error} />}
      {(state.name === 'looked' || state.name === 'taking') && <Look look={state.look} />}
    </Dialog>
  );
}

const toTake = ({ applies, merges, conflicts, refused, gone }: ImportLook): number => applies + merges + conflicts + refused + gone;

function Look({ look }: { look: ImportLook }) {
  const { t } = useTranslation('sync');
  const locale = useLocale();
  const counts = [
    ['applies', look.applies + look.merges], ['conflicts', look.conflicts], ['refused', look.refused], ['gone', look.gone], ['known', look.known], ['elsewhere', look.elsewhere], ['unreadable', look.unreadable],
  ] as const;
  return (
    <div className={styles.look}>
      <p className={styles.soft}>
        {t('import.from', { when: formatExact(look.exportedAt, locale) })} <bdi dir="ltr">{look.server}</bdi>
      </p>
      <ul className={styles.counts}>
        {counts.filter(([, count]) => count > 0).map(([what, count]) => (
          <li key={what}>{t(`import.${what}`, { count })}</li>
        ))}
      </ul>
      {look.lines.length > 0 && (
        <ul className={styles.lines} aria-label={t('import.lines')}>
          {look.lines.map(({ line, why, at }) => (
            <li key={line} className="num">
              {t('import.line', { line: formatNumber(line, locale), why: t(`import.why.${why}`) })}
              {at !== null && (
                <>
                  {' '}
                  <bdi dir="ltr">({at})</bdi>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {!look.complete && <p>{t('import.cut')}</p>}
      {!look.asked && <p>{t('import.notAsked')}</p>}
      <p className={styles.note}>{t('import.twice')}</p>
    </div>
  );
}
