import { RotateCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, IconButton } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import styles from './refusal.module.css';

type Props = { name: string; error: AppError; /** Left out where the file is not at hand any more. */ onRetry?: (() => void) | undefined; onDismiss: () => void };

/** A file that was not taken: which, why, and what to do about it. */
export function Refusal({ name, error, onRetry, onDismiss }: Props) {
  const { t } = useTranslation('media');
  const { what, wayOut } = useExplain()(error);
  return (
    <li className={styles.refusal}>
      <p className={styles.why} role="alert"><b><bdi>{name}</bdi></b> {what} <span className={styles.wayOut}>{wayOut}</span></p>
      <span className={styles.acts}>
        {onRetry && <Button size="sm" variant="quiet" icon={RotateCw} onPress={onRetry} aria-label={t('refused.retryOne', { name })}>{t('refused.retry')}</Button>}
        <IconButton size="sm" icon={X} label={t('refused.dismiss', { name })} onPress={onDismiss} />
      </span>
    </li>
  );
}
