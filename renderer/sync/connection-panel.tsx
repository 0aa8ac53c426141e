import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '#shared/kernel/assert.ts';
import { MINUTE_MS, SECOND_MS, type EpochMs } from '#shared/kernel/time.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import { syncState } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatAgo, formatBytes, formatDuration } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, showToast } from '#renderer/ui/index.ts';
import { BootstrapProgress } from './bootstrap-progress.tsx';
import { PreflightNotice } from './preflight-notice.tsx';
import styles from './sync.module.css';

/** Where trying now makes sense: not while something is already under way. */
const mayTry: ReadonlySet<SyncState['connection']['name']> = new Set(['online', 'offline', 'stopped']);

/** How the connection stands, what that means for the work, and what can be done about it. */
export function ConnectionPanel({ state }: { state: SyncState }) {
  const { t } = useTranslation(['sync', 'common']);
  const locale = useLocale();
  const explain = useExplain();
  const now = useNow(SECOND_MS);
  const said = useSaid(state, now);
  const syncNow = async () => {
    const result = await ask('sync.now', {});
    if (result.ok) syncState.set(result.value);
    else {
      const words = explain(result.error);
      showToast({ tone: 'bad', text: words.what, detail: words.wayOut });
    }
  };
  return (
    <section className={styles.connection} aria-label={t('title')}>
      <div className={styles.connectionHead}>
        <h2 className={`${styles.connectionTitle} ${styles[said.tone]}`}>{said.title}</h2>
        {mayTry.has(state.connection.name) && (
          <Button size="sm" icon={RefreshCw} onPress={() => void syncNow()}>
            {t('state.now')}
          </Button>
        )}
      </div>
      {state.connection.name === 'bootstrapping' ? <BootstrapProgress connection={state.connection} /> : said.lines.map((line) => <p key={line}>{line}</p>)}
      {state.preflight && <PreflightNotice preflight={state.preflight} onSend={() => void syncNow()} />}
      <p className={styles.figures}>
        {state.lastSyncAt === null ? t('state.never') : t('state.lastSync', { when: formatAgo(state.lastSyncAt, now, locale, t('common:time.justNow')) })}
        {' · '}
        {t('state.cache', { size: formatBytes(state.cacheBytes, locale) })}
      </p>
    </section>
  );
}

function useSaid({ connection, preflight, conflicts, rejected }: SyncState, now: EpochMs): { tone: 'good' | 'wait' | 'stop'; title: string; lines: string[] } {
  const { t } = useTranslation(['sync', 'common']);
  const locale = useLocale();
  const explain = useExplain();
  switch (connection.name) {
    case 'online':
      if (preflight?.heldUntil != null && preflight.heldUntil > now) return { tone: 'wait', title: t('preflight.label'), lines: [] };
      if (conflicts + rejected > 0) return { tone: 'good', title: t('state.onlineButYou'), lines: [t('state.onlineButYouText')] };
      return { tone: 'good', title: t('state.online'), lines: [t('state.onlineText')] };
    case 'offline': {
      const passed = now - connection.since;
      const why = connection.error ? explain(connection.error) : null;
      const next = connection.nextTryAt === null ? null : t('state.nextTry', { duration: formatDuration(Math.max(SECOND_MS, connection.nextTryAt - now), locale) });
      return {
        tone: 'wait',
        title: passed < MINUTE_MS ? t('common:connection.offlineNow') : t('state.offline', { duration: formatDuration(passed, locale) }),
        lines: [...(why && connection.error?.code !== 'offline' ? [`${why.what} ${why.wayOut}`] : [t('state.offlineText')]), ...(next ? [next] : [])],
      };
    }
    case 'connecting':
      return { tone: 'wait', title: t('state.connecting'), lines: [t('state.connectingText')] };
    case 'bootstrapping':
      return { tone: 'wait', title: t('bootstrap.title'), lines: [] };
    case 'catching-up':
      return {
        tone: 'wait',
        title: t('state.catchingUp'),
        lines: [connection.remainingRows === null ? t('state.catchingUpText') : t('state.catchingUpRows', { count: connection.remainingRows })],
      };
    case 'sending':
      return { tone: 'wait', title: t('state.sending', { count: connection.remaining }), lines: [t('state.sendingText')] };
    case 'needs-sign-in':
      return { tone: 'stop', title: t('state.needsSignIn'), lines: [t('state.needsSignInText')] };
    case 'stopped': {
      const why = explain(connection.error);
      return { tone: 'stop', title: t('state.stopped'), lines: [why.what, why.wayOut] };
    }
    case 'signed-out':
      return { tone: 'wait', title: t('state.signedOut'), lines: [] };
    default:
      return assertNever(connection);
  }
}
