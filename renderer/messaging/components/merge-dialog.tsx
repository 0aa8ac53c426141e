import { useTranslation } from 'react-i18next';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, Dialog } from '#renderer/ui/index.ts';
import type { ConversationId } from '#shared/messaging/model.ts';
import type { ConversationDetail } from '../use-conversation.ts';
import styles from '../messaging.module.css';

type Props = { detail: ConversationDetail; onClose: () => void; onMerge: (into: ConversationId) => void };

/** Chooses in which other conversation of the same customer this one goes on. */
export function MergeDialog({ detail, onClose, onMerge }: Props) {
  const { t } = useTranslation('messaging');
  const locale = useLocale();
  const now = useNow(60_000);
  const choices = detail.earlier.filter(({ state, channel }) => state !== 'merged' && channel === detail.conversation.channel);
  return (
    <Dialog title={t('merge.title')} isOpen onClose={onClose}>
      <p>{t(choices.length === 0 ? 'merge.none' : 'merge.text')}</p>
      <ul className={styles.plainList}>
        {choices.map((row) => (
          <li key={row.id}>
            <Button onPress={() => { onMerge(row.id); onClose(); }}>{row.subject}</Button> <span className="num">{formatMoment(row.lastAt, now, locale)}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
