import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Settlement } from '#shared/sync/conflict-model.ts';
import { formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button } from '#renderer/ui/index.ts';
import { useFieldWords } from './describe-field.ts';
import { useRecordName } from './record-name.ts';
import { useUnsettle } from './use-unsettle.ts';
import styles from './sync.module.css';

/** A decision of before and the way back from it. */
export function SettlementDetail({ settlement, onReopened }: { settlement: Settlement; onReopened: () => void }) {
  const { t } = useTranslation('sync');
  const locale = useLocale();
  const words = useFieldWords();
  const unsettle = useUnsettle();
  const nameOf = useRecordName();
  const { count, choice, path, at } = settlement;
  const title = count > 1 ? t('settled.many', { count }) : nameOf(settlement);
  const reopen = () => void unsettle(settlement.id).then(onReopened);
  useShortcut('sync.undo', reopen);
  return (
    <article className={styles.detail} aria-label={title}>
      <header className={styles.detailHead}>
        <h2 className={styles.detailTitle} dir="auto">
          {title}
        </h2>
        <p className={styles.soft}>{t('settled.when', { when: formatExact(at, locale) })}</p>
      </header>
      <p>
        {words.name(path)} · <b>{t(`settled.${choice}`)}</b>
      </p>
      <footer className={styles.acts}>
        <Button icon={RotateCcw} onPress={reopen} kbd={keysOf('sync.undo')}>
          {t('settled.reopen', { count })}
        </Button>
      </footer>
      <p className={styles.note}>{t('settled.note')}</p>
    </article>
  );
}
