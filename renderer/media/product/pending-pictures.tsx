import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { ask } from '#renderer/lib/client.ts';
import { formatBytes, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, ProgressBar } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { dismissHanding, isFor, retryHanding, stopHanding, useHandings } from '../hand-over.ts';
import { Picture } from '../picture.tsx';
import { Refusal } from '../refusal.tsx';
import { imageInTray } from '../tray/tray-line.tsx';
import styles from './pictures.module.css';

type Props = { shopId: ShopId; productId: ProductId };
/** So many are drawn; of more, how many. */
const SHOWN = 12;

/** What is on its way to a listing, and what was not taken: with file, rule and what to do. */
export function PendingPictures({ shopId, productId }: Props) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const isOurs = isFor({ shopId, productId });
  const { now, waiting, refused } = useHandings(useShallow((all) => ({ now: all.now !== null && isOurs(all.now) ? all.now : null, waiting: all.waiting, refused: all.refused })));
  const tray = useAsk('media.tray', { shopId, productId }, { refreshOn: ['media.trayChanged'] });
  const [queue, notTaken] = [waiting.filter(isOurs), refused.filter(isOurs)];
  const pictures = tray.data?.pictures ?? [];
  const reading = pictures.filter(({ state }) => state !== 'refused');
  const unread = pictures.filter(({ state }) => state === 'refused');
  const count = reading.length + queue.length + (now === null ? 0 : 1);
  return (
    <>
      {count > 0 && (
        <div className={styles.pending} aria-label={t('pending.label')} role="group">
          <p role="status" className={styles.pendingHead}>{t('pending.count', { count })}</p>
          {now !== null && (
            <div className={styles.coming}>
              <ProgressBar label={now.name} value={now.bytes === 0 ? null : (100 * now.read) / now.bytes} text={t('pending.read', { share: formatPercent(now.bytes === 0 ? 0 : now.read / now.bytes, locale), size: formatBytes(now.bytes, locale) })} />
              <Button size="sm" variant="quiet" onPress={() => stopHanding({ shopId, productId })}>{t('pending.stop')}</Button>
            </div>
          )}
          {reading.length > 0 && (
            <ul className={styles.pendingTiles}>
              {reading.slice(0, SHOWN).map((one) => (
                <li key={one.id} className={styles.pendingTile}>
                  <Picture image={imageInTray(one)} shopId={shopId} alt="" size={56} />
                  <span className={styles.pendingName}><bdi>{one.name}</bdi><span className={styles.soft}>{t(`state.${one.state}`)}</span></span>
                </li>
              ))}
              {reading.length > SHOWN && <li className={styles.soft}>{t('pending.more', { count: reading.length - SHOWN })}</li>}
            </ul>
          )}
        </div>
      )}
      {notTaken.length + unread.length > 0 && (
        <ul className={styles.refusals} aria-label={t('refused.label')}>
          {notTaken.map(({ id, file, name, error }) => error && <Refusal key={id} name={name} error={error} onRetry={file === null ? undefined : () => retryHanding(id)} onDismiss={() => dismissHanding([id])} />)}
          {unread.map(({ id, name, error }) => error && (
            <Refusal key={id} name={name} error={error} onRetry={() => void ask('media.retry', { ids: [id] })} onDismiss={() => void ask('media.dismiss', { ids: [id] })} />
          ))}
        </ul>
      )}
    </>
  );
}
