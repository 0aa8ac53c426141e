import { useTranslation } from 'react-i18next';
import type { Message } from '#shared/messaging/model.ts';
import { calm } from '#shared/messaging/readable.ts';
import { useNames } from '../names.ts';
import type { ConversationDetail } from '../use-conversation.ts';
import styles from '../messaging.module.css';

/** What I wrote beside what a colleague did. */
export function BothTexts({ mine, theirs, detail }: { mine: string; theirs: readonly Message[]; detail: ConversationDetail }) {
  const { t } = useTranslation('messaging');
  const { speakerOf } = useNames();
  return (
    <dl className={styles.both}>
      {theirs.map((one) => (
        <div key={one.id}><dt>{speakerOf(one.by, detail.conversation)}</dt><dd dir="auto">{calm(one.body)}</dd></div>
      ))}
      <div><dt>{t('stopped.mine')}</dt><dd dir="auto">{calm(mine)}</dd></div>
    </dl>
  );
}
