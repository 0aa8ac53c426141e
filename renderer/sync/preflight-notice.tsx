import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SECOND_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { Preflight } from '#shared/sync/sync-state.ts';
import { formatDuration, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button } from '#renderer/ui/index.ts';
import styles from './sync.module.css';

/** "You were away 4 days: 812 of 1,000 changes apply, 5 need you", before they are sent. */
export function PreflightNotice({ preflight, onSend }: { preflight: Preflight; onSend: () => void }) {
  const { t } = useTranslation('sync');
  const locale = useLocale();
  const now = useNow(SECOND_MS);
  const { applies, merges, conflicts, refused, total, heldUntil } = preflight;
  const needYou = conflicts + refused;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <section className={styles.preflight} role="status" aria-label={t('preflight.label')}>
      <p className={styles.preflightTitle}>{usePreflightWords(preflight, now)}</p>
      <p className={styles.figures}>
        {[
          ...(merges > 0 ? [t('preflight.merges', { count: merges })] : []),
          ...(conflicts > 0 ? [t('preflight.conflicts', { count: conflicts })] : []),
          ...(refused > 0 ? [t('preflight.refused', { count: refused })] : []),
          ...(needYou === 0 ? [t('preflight.clean', { applies: number(applies + merges), total: number(total) })] : []),
        ].join(' · ')}
      </p>
      {heldUntil !== null && heldUntil > now && (
        <div className={styles.preflightActs}>
          <Button size="sm" variant="go" icon={Send} onPress={onSend}>
            {t('preflight.send')}
          </Button>
          <span className={`num ${styles.soft}`}>{t('preflight.soon', { duration: formatDuration(Math.max(SECOND_MS, heldUntil - now), locale) })}</span>
        </div>
      )}
    </section>
  );
}

/** The sentence of the pre-flight. */
export function usePreflightWords({ awaySince, applies, merges, conflicts, refused, total }: Preflight, now: EpochMs): string {
  const { t } = useTranslation('sync');
  const locale = useLocale();
  return t('preflight.text', {
    duration: formatDuration(Math.max(SECOND_MS, now - awaySince), locale), applies: formatNumber(applies + merges, locale), total: formatNumber(total, locale), count: conflicts + refused,
  });
}
