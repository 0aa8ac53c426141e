import { useEffect, useRef } from 'react';
import { writeKeys } from '#renderer/lib/keys.ts';
import { useScope } from '#renderer/lib/shortcuts.ts';
import styles from './settings.module.css';

/** Waits for the next combination; Escape and Tab leave it, they are never caught. */
export function KeyCatcher({ label, onKeys, onCancel }: { label: string; onKeys: (keys: string) => void; onCancel: () => void }) {
  const place = useRef<HTMLButtonElement>(null);
  // Nothing else may act on what is pressed here.
  useScope('key-catcher', { modal: true });
  useEffect(() => place.current?.focus(), []);
  return (
    <button
      type="button"
      ref={place}
      className={styles.catcher}
      onBlur={onCancel}
      onKeyDown={(event) => {
        if (event.key === 'Tab') return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Escape') return onCancel();
        const keys = writeKeys(event.nativeEvent);
        if (keys !== null) onKeys(keys);
      }}
    >
      {label}
    </button>
  );
}
