import { useTranslation } from 'react-i18next';
import { assertNever } from '#shared/kernel/assert.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { MINUTE_MS } from '#shared/kernel/time.ts';
import type { Connection } from '#shared/sync/sync-state.ts';
import { formatDuration, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { Tone } from '#renderer/ui/index.ts';

/** How the connection stands, in a few true words and a tone. */
export function useConnectionWords(): (connection: Connection, now: EpochMs) => { tone: Tone; words: string } {
  const { t } = useTranslation('common');
  const locale = useLocale();
  return (connection, now) => {
    switch (connection.name) {
      case 'online':
        return { tone: 'ok', words: t('connection.online') };
      case 'offline': {
        const passed = now - connection.since;
        return {
          tone: 'warn',
          words: passed < MINUTE_MS ? t('connection.offlineNow') : t('connection.offline', { duration: formatDuration(passed, locale) }),
        };
      }
      case 'connecting':
        return { tone: 'mute', words: connection.attempt > 1 ? t('connection.connectingAgain', { count: connection.attempt }) : t('connection.connecting') };
      case 'bootstrapping':
        return {
          tone: 'info',
          words:
            // The bytes are here before the copy can be used: 100 % would be said while nothing can be looked at yet.
            connection.phase === 'building' || connection.phase === 'publishing'
              ? t('connection.bootstrappingFiled')
              : connection.totalBytes > 0
                ? t('connection.bootstrapping', { percent: formatPercent(connection.doneBytes / connection.totalBytes, locale) })
                : t('connection.bootstrappingAsked'),
        };
      case 'catching-up':
        return { tone: 'info', words: connection.remainingRows === null ? t('connection.catchingUp') : t('connection.catchingUpRows', { count: connection.remainingRows }) };
      case 'sending':
        return { tone: 'info', words: t('connection.sending', { count: connection.remaining }) };
      case 'needs-sign-in':
        return { tone: 'bad', words: t('connection.needsSignIn') };
      case 'stopped':
        return { tone: 'bad', words: t('connection.stopped') };
      case 'signed-out':
        return { tone: 'mute', words: t('connection.signedOut') };
      default:
        return assertNever(connection);
    }
  };
}
