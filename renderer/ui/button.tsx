import type { ReactNode } from 'react';
import { Button as Primitive, type ButtonProps as PrimitiveProps } from 'react-aria-components';
import { Icon, type LucideIcon } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import styles from './button.module.css';

export type ButtonProps = Omit<PrimitiveProps, 'className' | 'children' | 'style'> & {
  /** `go` the one thing to do here · `danger` destroys something · `quiet` without outline. */
  variant?: 'plain' | 'go' | 'quiet' | 'danger' | 'inverse';
  size?: 'md' | 'sm';
  icon?: LucideIcon;
  /** Shown beside the word; the key itself is bound with `useShortcut`. */
  kbd?: string | undefined;
  children: ReactNode;
  className?: string | undefined;
};

/** A button with a word, and the key that does the same. */
export function Button({ variant = 'plain', size = 'md', icon, kbd, children, className, ...rest }: ButtonProps) {
  return (
    <Primitive {...rest} className={[styles.button, styles[variant], styles[size], className].filter(Boolean).join(' ')}>
      {({ isPending }) => (
        <>
          {isPending ? <span className={styles.spin} aria-hidden /> : icon && <Icon icon={icon} />}
          <span className={styles.word}>{children}</span>
          {kbd !== undefined && <Kbd keys={kbd} className={styles.kbd} />}
        </>
      )}
    </Primitive>
  );
}
