import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { EditorProps } from '../grid/model.ts';
import styles from './editors.module.css';

type Close = EditorProps<never>['close'];

type Props = {
  label: string;
  text: string;
  onText: (text: string) => void;
  /** Tries to finish; false keeps the editor open with its fault. */
  onCommit: () => boolean;
  /** Escape: gives back what was there. */
  onCancel: () => void;
  close: Close;
  fault: string | null;
  end?: boolean;
  figures?: boolean;
  /** The typed key replaces the value; otherwise the value is selected whole. */
  fresh: boolean;
  lang?: string;
  /** Hangs below the cell: a preview, choices. */
  children?: ReactNode;
};

/** A field exactly over its cell: Enter keeps and goes down, Tab keeps and goes on, Escape gives back, leaving keeps. */
export function CellInput({ label, text, onText, onCommit, onCancel, close, fault, end = false, figures = false, fresh, lang, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const done = useRef(false);
  // As it opened: an editor does not change its mind about it later.
  const [openedFresh] = useState(fresh);
  useLayoutEffect(() => {
    input.current?.focus({ preventScroll: true });
    if (openedFresh) input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
    else input.current?.select();
  }, [openedFresh]);
  const finish = (then: Parameters<Close>[0]) => {
    // Refused, and marked: who types the next figure without looking must not write it on to this one.
    if (!onCommit()) return input.current === document.activeElement ? input.current?.select() : undefined;
    done.current = true;
    close(then);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (event.key === 'Enter') {
      event.preventDefault();
      finish(event.shiftKey ? 'stay' : 'down');
    } else if (event.key === 'Escape') {
      event.preventDefault();
      done.current = true;
      onCancel();
      close('stay');
    } else if (event.key === 'Tab' && event.target === input.current && !children) {
      event.preventDefault();
      finish(event.shiftKey ? 'back' : 'next');
    }
  };
  return (
    <div
      ref={frame}
      className={styles.frame}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (done.current || frame.current?.contains(event.relatedTarget)) return;
        finish('stay');
      }}
    >
      <input
        ref={input}
        className={styles.input}
        data-end={end || undefined}
        data-figures={figures || undefined}
        aria-label={label}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : 'cell-fault'}
        inputMode={figures ? 'decimal' : 'text'}
        dir={figures ? 'ltr' : 'auto'}
        lang={lang}
        autoComplete="off"
        spellCheck={!figures}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {(fault !== null || children) && (
        <div className={styles.below}>
          {fault !== null && (
            <p id="cell-fault" role="alert" className={styles.fault}>
              {fault}
            </p>
          )}
          {children}
        </div>
      )}
    </div>
  );
}
