import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { errorCodes } from '#shared/contract/error-codes.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './states.module.css';

type Props = {
  error: AppError;
  onRetry?: () => void;
  /** `page` in the middle of an empty place · `line` one line above a form or a list. */
  size?: 'page' | 'line';
  actions?: ReactNode;
};

/** Speaks a refusal: what was tried, which field, which rule, and the way out. */
export function ErrorState({ error, onRetry, size = 'page', actions }: Props) {
  const { t } = useTranslation('common');
  const explain = useExplain();
  const said = explain(error);
  const mayHelp = error.code in errorCodes && errorCodes[error.code as keyof typeof errorCodes].retry;
  const retry = onRetry && (
    <Button size={size === 'line' ? 'sm' : 'md'} variant={mayHelp ? 'plain' : 'quiet'} icon={RotateCw} onPress={onRetry}>
      {t('action.retry')}
    </Button>
  );
  if (size === 'line') {
    return (
      <div role="alert" className={styles.line}>
        <Icon icon={TriangleAlert} />
        <p className={styles.lineText}>
          <b>{said.what}</b> {said.field !== null && <>{said.field} </>}
          {said.wayOut}
        </p>
        {retry}
        {actions}
      </div>
    );
  }
  return (
    <div role="alert" className={styles.state}>
      <Icon icon={TriangleAlert} size={20} className={styles.bad} />
      {said.attempted !== null && <p className={styles.attempted}>{said.attempted}</p>}
      <p className={styles.title}>{said.what}</p>
      {said.field !== null && <p className={styles.text}>{said.field}</p>}
      <p className={styles.text}>{said.wayOut}</p>
      <div className={styles.actions}>
        {retry}
        {actions}
      </div>
    </div>
  );
}
