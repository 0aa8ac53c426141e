import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatExact, formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, showToast } from '#renderer/ui/index.ts';
import type { Leaving as LeavingMessage } from '#shared/messaging/contract.ts';
import { glimpse } from '#shared/messaging/readable.ts';
import styles from '../messaging.module.css';

/** A message that was sent off and has not left: how long there is to take it back. */
export function Leaving({ leaving: { message, leaveAt, later }, onBack }: { leaving: LeavingMessage; onBack: (message: LeavingMessage['message']) => void }) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  const explain = useExplain();
  const now = useNow(1_000);
  const back = () => void ask('messaging.unsend', { message: message.id }).then((taken) => (taken.ok ? onBack(message) : showToast({ tone: 'info', text: explain(taken.error).what })));
  useShortcut('messaging.unsend', back);
  return (
    <div className={styles.strip} role="status">
      <span className={styles.stripWords}>
        {/* A countdown is not read out second by second. */}
        <b role={later ? undefined : 'timer'}>{later ? t('leaving.later', { when: formatExact(leaveAt, locale) }) : t('leaving.soon', { seconds: formatNumber(Math.max(0, Math.ceil((leaveAt - now) / 1_000)), locale) })}</b>
        <span dir="auto">{glimpse(message.body, 80)}</span>
      </span>
      <Button size="sm" kbd={keysOf('messaging.unsend')} onPress={back}>{t(later ? 'leaving.edit' : 'leaving.undo')}</Button>
    </div>
  );
}
