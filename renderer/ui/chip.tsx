import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { Icon } from './icon.tsx';
import styles from './chip.module.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'mute' | 'accent';

type StatusProps = { tone: Tone; children: ReactNode; /** A dot before the word; left out for counters. */ dot?: boolean; className?: string | undefined };

/** How something stands: a colour and always a word. */
export function Status({ tone, children, dot = true, className }: StatusProps) {
  return (
    <span className={[styles.status, styles[tone], className].filter(Boolean).join(' ')}>
      {dot && <span className={styles.dot} aria-hidden />}
      {children}
    </span>
  );
}

type ChipProps = { label?: ReactNode; children: ReactNode; onRemove?: () => void; removeLabel?: string; onPress?: () => void };

/** One condition of a filter or one tag: what it is about, its value, and a cross to take it away. */
export function Chip({ label, children, onRemove, removeLabel, onPress }: ChipProps) {
  const text = (
    <>
      {label !== undefined && <span className={styles.label}>{label}</span>}
      <b className={styles.value}>{children}</b>
    </>
  );
  return (
    <span className={styles.chip}>
      {onPress ? (
        <Button className={styles.open!} onPress={onPress}>
          {text}
        </Button>
      ) : (
        <span className={styles.open}>{text}</span>
      )}
      {onRemove && (
        <Button className={styles.remove!} onPress={onRemove} aria-label={removeLabel ?? ''}>
          <Icon icon={X} size={12} />
        </Button>
      )}
    </span>
  );
}
