import { AlertTriangle, Check, Info, X } from 'lucide-react';
import { UNSTABLE_Toast as Item, UNSTABLE_ToastContent as Content, UNSTABLE_ToastQueue as Queue, UNSTABLE_ToastRegion as Region, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './toast.module.css';

export type Toast = {
  tone: 'ok' | 'info' | 'bad';
  text: string;
  detail?: string | undefined;
  /** Offered where what was just done can be taken back. */
  undo?: (() => void) | undefined;
};

const queue = new Queue<Toast>({ maxVisibleToasts: 3 });

let lastDone: string | null = null;

/**
 * Says what just happened, out loud too. Errors stay until they are closed; the rest leaves after some seconds, longer with an undo, or when
 * the next thing is done: whoever works down a column must not have a pile of news over the lines still to come.
 */
export function showToast(toast: Toast): void {
  if (toast.tone === 'bad') return void queue.add(toast);
  if (lastDone !== null) queue.close(lastDone);
  lastDone = queue.add(toast, { timeout: toast.undo ? 10_000 : 5_000 });
}

const icons = { ok: Check, info: Info, bad: AlertTriangle };

/** Where toasts appear; F6 reaches it from anywhere. */
export function ToastRegion() {
  const { t } = useTranslation('common');
  return (
    <Region queue={queue} className={styles.region!} aria-label={t('toast.region')}>
      {({ toast }) => (
        <Item toast={toast} className={`${styles.toast} ${styles[toast.content.tone]}`}>
          <Icon icon={icons[toast.content.tone]} />
          <Content className={styles.content}>
            <Text slot="title" className={styles.text}>
              {toast.content.text}
            </Text>
            {toast.content.detail !== undefined && (
              <Text slot="description" className={styles.detail}>
                {toast.content.detail}
              </Text>
            )}
          </Content>
          {toast.content.undo && (
            <Button
              variant="inverse"
              size="sm"
              className={styles.undo}
              onPress={() => {
                toast.content.undo?.();
                queue.close(toast.key);
              }}
            >
              {t('action.undo')}
            </Button>
          )}
          <IconButton icon={X} label={t('action.close')} size="sm" className={styles.close} onPress={() => queue.close(toast.key)} />
        </Item>
      )}
    </Region>
  );
}
