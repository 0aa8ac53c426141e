import type { ReactElement, ReactNode } from 'react';
import { Dialog, DialogTrigger, Popover as Primitive, type PopoverProps } from 'react-aria-components';
import { useScope } from '#renderer/lib/shortcuts.ts';
import styles from './popover.module.css';

type Props = {
  label: string;
  trigger: ReactElement;
  children: ReactNode | ((close: () => void) => ReactNode);
  placement?: PopoverProps['placement'];
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
};

/** A small panel beside the button that opened it; Escape or a click outside closes it. */
export function Popover({ label, trigger, children, placement = 'bottom start', ...open }: Props) {
  return (
    <DialogTrigger {...open}>
      {trigger}
      <Primitive className={styles.popover!} placement={placement} offset={4}>
        <Dialog aria-label={label} className={styles.dialog!}>
          {({ close }) => (
            <>
              <OwnScope />
              {typeof children === 'function' ? children(close) : children}
            </>
          )}
        </Dialog>
      </Primitive>
    </DialogTrigger>
  );
}

function OwnScope() {
  useScope('popover', { modal: true });
  return null;
}
