import type { ReactNode } from 'react';
import { Icon, type LucideIcon } from './icon.tsx';
import styles from './states.module.css';

type Props = { icon?: LucideIcon; title: string; children?: ReactNode; actions?: ReactNode; /** Height of its own, or in the middle of what surrounds it. */ inline?: boolean };

/** Nothing here, why, and what to do about it. */
export function EmptyState({ icon, title, children, actions, inline = false }: Props) {
  return (
    <div className={`${styles.state} ${inline ? styles.inline : ''}`}>
      {icon && <Icon icon={icon} size={20} className={styles.icon} />}
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
