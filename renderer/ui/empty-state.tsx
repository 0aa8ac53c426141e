import type { ReactNode } from 'react';
import { Icon, type LucideIcon } from './icon.tsx';
import styles from './states.module.css';

type Props = { icon?: LucideIcon; title: string; children?: ReactNode; actions?: ReactNode; /** Height of its own, or in the middle of what surrounds it. */ inline?: boolean; /** It is all the page has to say: its title is the page's. */ isPage?: boolean };

/** Nothing here, why, and what to do about it. */
export function EmptyState({ icon, title, children, actions, inline = false, isPage = false }: Props) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className={`${styles.state} ${inline ? styles.inline : ''}`}>
      {icon && <Icon icon={icon} size={20} className={styles.icon} />}
      <Title className={styles.title}>{title}</Title>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
