import { Hourglass, MessageSquareWarning } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon, VisuallyHidden } from '#renderer/ui/index.ts';
import type { PendingReview } from '#shared/catalog/review-model.ts';
import styles from './review.module.css';

/** Beside the state of a line: an edit of the published listing waits for a moderator, or came back with a word. */
export function ReviewSign({ state }: { state: PendingReview['state'] }) {
  const { t } = useTranslation('catalog');
  return (
    <span className={styles.sign} data-state={state} title={t(`review.state.${state}`)}>
      <Icon icon={state === 'pending' ? Hourglass : MessageSquareWarning} size={13} />
      <VisuallyHidden>{t(`review.state.${state}`)}</VisuallyHidden>
    </span>
  );
}
