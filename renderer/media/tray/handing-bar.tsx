import { CircleStop } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { formatBytes, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, ProgressBar } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { stopHanding, useHandings } from '../hand-over.ts';
import styles from './tray.module.css';

/** How far a drop of many files is, and the way to stop it: what was handed over stays. */
export function HandingBar({ shopId }: { shopId: ShopId }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const { name, read, taken, total, takenBytes, totalBytes } = useHandings(useShallow(({ now, ...sums }) => ({ name: now?.name ?? null, read: now?.read ?? 0, taken: sums.taken, total: sums.total, takenBytes: sums.takenBytes, totalBytes: sums.totalBytes })));
  if (name === null) return null;
  const done = takenBytes + read;
  return (
    <div className={styles.handing}>
      <ProgressBar
        label={t('handing.label', { n: formatNumber(Math.min(total, taken + 1), locale), total: formatNumber(total, locale) })} value={totalBytes === 0 ? null : (100 * done) / totalBytes}
        text={t('handing.bytes', { done: formatBytes(done, locale), total: formatBytes(totalBytes, locale) })}
      />
      <Button size="sm" icon={CircleStop} onPress={() => stopHanding({ shopId, productId: null })}>{t('handing.stop')}</Button>
    </div>
  );
}
