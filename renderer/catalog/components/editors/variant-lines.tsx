import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { Button, Skeleton } from '#renderer/ui/index.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { EditorProps } from '../grid/model.ts';
import styles from './editors.module.css';

/** So many variants are edited in the list; the page of the product has all of them. */
export const MOST_HERE = 100;

export type VariantLine = { readonly id: string; readonly name: string; readonly text: string; readonly hint: string; readonly fault: string | null };

type Props = Pick<EditorProps<ProductRow>, 'row' | 'fault' | 'close'> & {
  label: string;
  /** The value in the cell, while the variants are being looked up and after. */
  present: ReactNode;
  /** Null until the record is there. */
  lines: readonly VariantLine[] | null;
  total: number;
  onText: (id: string, text: string) => void;
  /** A first field that fills all others; its text. */
  all: { readonly text: string; readonly label: string; readonly onText: (text: string) => void } | null;
  /** Tries to finish; false keeps it open. */
  onCommit: () => boolean;
  onCancel: () => void;
  children?: ReactNode;
};

/** The variants of a line, one field each, over its cell: up and down move, Enter keeps all, Escape gives all back. */
export function VariantLines({ row, label, present, fault, lines, total, onText, all, onCommit, onCancel, close, children }: Props) {
  const { t } = useTranslation('catalog');
  const frame = useRef<HTMLDivElement>(null);
  const done = useRef(false);
  const isThere = lines !== null;
  useLayoutEffect(() => {
    const first = frame.current?.querySelector('input');
    if (first) {
      first.focus({ preventScroll: true });
      first.select();
    } else frame.current?.focus({ preventScroll: true });
  }, [isThere]);
  const finish = (then: 'down' | 'stay') => {
    if (!onCommit()) return;
    done.current = true;
    close(then);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      done.current = true;
      onCancel();
      close('stay');
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      finish('down');
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && event.target instanceof HTMLInputElement && event.target.type === 'text') {
      event.preventDefault();
      const fields = [...frame.current!.querySelectorAll<HTMLInputElement>('input[type="text"]')];
      const next = fields[fields.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)];
      next?.focus();
      next?.select();
    }
  };
  return (
    <div
      ref={frame} role="dialog" aria-label={label} tabIndex={-1} className={styles.frame} onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!done.current && !frame.current?.contains(event.relatedTarget)) finish('stay');
      }}
    >
      <div className={styles.current} data-end>{present}</div>
      <div className={`${styles.below} ${styles.variants}`}>
        {fault !== null && <p role="alert" className={styles.fault}>{fault}</p>}
        {lines === null ? <Skeleton width={180} /> : (
          <>
            {all && <LineField id="all" name={all.label} text={all.text} hint="" fault={null} onText={all.onText} strong />}
            <div className={styles.variantList}>
              {lines.map((line) => <LineField key={line.id} {...line} onText={(text) => onText(line.id, text)} />)}
            </div>
            {total > lines.length && <a href={hrefOf(['catalog', row.id])} className={styles.rest}>{t('variants.restOnPage', { count: total - lines.length })}</a>}
            {children}
            <div className={styles.acts}>
              <Button size="sm" variant="go" kbd="Enter" onPress={() => finish('down')}>{t('variants.keep')}</Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

type FieldProps = VariantLine & { onText: (text: string) => void; strong?: boolean };

function LineField({ id, name, text, hint, fault, onText, strong = false }: FieldProps) {
  return (
    <label className={styles.variantLine} data-strong={strong || undefined}>
      <span className={styles.variantName} dir="auto">{name}</span>
      <span className={`num ltr ${styles.variantHint}`}>{hint}</span>
      <input type="text" className={styles.variantInput} dir="ltr" inputMode="decimal" autoComplete="off" value={text} aria-invalid={fault !== null} aria-describedby={fault === null ? undefined : `variant-fault-${id}`} onChange={(event) => onText(event.target.value)} />
      {fault !== null && <span id={`variant-fault-${id}`} role="alert" className={styles.variantFault}>{fault}</span>}
    </label>
  );
}
