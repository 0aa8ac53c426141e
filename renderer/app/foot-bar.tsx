import { useTranslation } from 'react-i18next';
import { formatAgo, formatExact } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, liveShortcuts, useShortcutRevision } from '#renderer/lib/shortcuts.ts';
import { useShortcutLabel } from '#renderer/lib/shortcut-label.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Kbd } from '#renderer/ui/index.ts';
import { syncState } from './live.ts';
import styles from './frame.module.css';

/** Last sync, what waits, what needs a decision; and the keys of the page on screen. */
export function FootBar() {
  const { t } = useTranslation('common');
  const locale = useLocale();
  const now = useNow(10_000);
  const label = useShortcutLabel();
  useShortcutRevision();
  const sync = syncState.use((live) => live.value);
  const hints = liveShortcuts().filter((shortcut) => shortcut.hint);
  return (
    <footer className={styles.foot} aria-label={t('foot.label')}>
      {sync && (
        <>
          <span className={styles.lastSync} title={sync.lastSyncAt === null ? undefined : formatExact(sync.lastSyncAt, locale)}>
            {sync.lastSyncAt === null
              ? t('foot.neverSynced')
              : t('foot.lastSync', { when: formatAgo(sync.lastSyncAt, now, locale, t('time.justNow')) })}
          </span>
          <a href="#/sync" className="num">
            {t('foot.unsent', { count: sync.unsent })}
          </a>
          <a href="#/sync" className={`num ${sync.conflicts > 0 ? styles.attention : ''}`}>
            {t('foot.conflicts', { count: sync.conflicts })}
          </a>
          {sync.rejected > 0 && (
            <a href="#/sync" className={`num ${styles.refused}`}>
              {t('foot.rejected', { count: sync.rejected })}
            </a>
          )}
          {sync.cacheReady && !sync.searchReady && <span>{t('foot.searchBuilding')}</span>}
        </>
      )}
      <span className={styles.hints}>
        {hints.map((shortcut) => (
          <span key={shortcut.id} className={styles.hint}>
            <Kbd keys={keysOf(shortcut.id)} />
            {label(shortcut.id)}
          </span>
        ))}
      </span>
    </footer>
  );
}
