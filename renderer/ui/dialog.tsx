import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as Primitive, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useScope } from '#renderer/lib/shortcuts.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './dialog.module.css';

type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
  /** `full`: nearly the whole window, for work that needs the room; its body is not padded and does not scroll. */
  width?: 'sm' | 'md' | 'lg' | 'full';
  /** False while something runs that must not be cut off by Escape or a click outside. */
  isDismissable?: boolean;
};

/** Something asked in front of the page; Escape leaves it, focus returns to where it was. */
export function Dialog({ title, isOpen, onClose, children, actions, width = 'md', isDismissable = true }: DialogProps) {
  const { t } = useTranslation('common');
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      className={`${styles.scrim} ${width === 'full' ? styles.wide : ''}`}
    >
      <Modal className={`${styles.modal} ${styles[width]}`}>
        <Primitive className={styles.dialog!}>
          <OwnScope />
          <header className={styles.head}>
            <Heading slot="title" className={styles.title!}>
              {title}
            </Heading>
            {isDismissable && <IconButton icon={X} label={t('action.close')} size="sm" onPress={onClose} />}
          </header>
          <div className={styles.body}>{children}</div>
          {actions && <footer className={styles.actions}>{actions}</footer>}
        </Primitive>
      </Modal>
    </ModalOverlay>
  );
}

/** While a dialog is open, the keys of the page behind it rest. */
function OwnScope() {
  useScope('dialog', { modal: true });
  return null;
}

type AlertProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** What will happen, as a verb: "Sign out and keep them". */
  confirm: string;
  onConfirm: () => void;
  tone?: 'go' | 'danger';
  /** A third way, between staying and the main one. */
  other?: { label: string; onPress: () => void; tone?: 'plain' | 'danger' };
  isPending?: boolean;
  cancel?: string;
};

/** A question that needs an answer before anything happens; the safe answer has the focus. */
export function AlertDialog({ title, isOpen, onClose, children, confirm, onConfirm, tone = 'go', other, isPending = false, cancel }: AlertProps) {
  const { t } = useTranslation('common');
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isKeyboardDismissDisabled={isPending}
      className={styles.scrim!}
    >
      <Modal className={`${styles.modal} ${styles.sm}`}>
        <Primitive role="alertdialog" className={styles.dialog!}>
          <OwnScope />
          <header className={styles.head}>
            <Heading slot="title" className={styles.title!}>
              {title}
            </Heading>
          </header>
          <div className={styles.body}>{children}</div>
          <footer className={styles.actions}>
            <Button variant="quiet" onPress={onClose} isDisabled={isPending} autoFocus>
              {cancel ?? t('action.cancel')}
            </Button>
            {other && (
              <Button variant={other.tone ?? 'plain'} onPress={other.onPress} isDisabled={isPending}>
                {other.label}
              </Button>
            )}
            <Button variant={tone} onPress={onConfirm} isPending={isPending}>
              {confirm}
            </Button>
          </footer>
        </Primitive>
      </Modal>
    </ModalOverlay>
  );
}
