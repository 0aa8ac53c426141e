import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../grid/model.ts';
import { ConflictNote } from './conflict-note.tsx';
import { useProductPage } from './product-context.ts';
import type { Field } from './use-field.ts';
import styles from './variants.module.css';

type Props = { field: Field; mark: Mark | undefined; figures?: boolean; ltr?: boolean; end?: boolean; head?: boolean; /** Drawn as a field also at rest: it stands in no table. */ boxed?: boolean; /** Said below although nothing is refused yet. */ warn?: string | null; placeholder?: string };

/** A field in the table of variants: no box until it is worked in, what is wrong right below it. */
export function CellField({ field, mark, figures = false, ltr = false, end = false, head = false, boxed = false, warn = null, placeholder }: Props) {
  const { t } = useTranslation('catalog');
  const { detail, conflictAt } = useProductPage();
  const conflict = conflictAt(field.path);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && field.isDraft) {
      event.preventDefault();
      event.stopPropagation();
      field.restore();
    } else if (event.key === 'Escape' && event.target instanceof HTMLElement) {
      // Nothing to give back: out of the field, where the next Escape leads back to the list.
      event.stopPropagation();
      event.target.blur();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      void field.commit();
    }
  };
  const said = field.fault ?? warn;
  const id = `cell-${field.path}`;
  return (
    <div className={styles.cellField} data-field={field.path}>
      <input
        className={styles.input}
        data-end={end || undefined}
        data-figures={figures || undefined}
        data-head={head || undefined}
        data-boxed={boxed || undefined}
        data-mark={field.isDraft ? 'draft' : mark}
        aria-label={field.label}
        aria-invalid={field.fault !== null}
        aria-describedby={said === null && !mark ? undefined : id}
        dir={figures || ltr ? 'ltr' : 'auto'}
        inputMode={figures ? 'decimal' : 'text'}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        title={ltr && field.text.length > 14 ? field.text : undefined}
        readOnly={!detail.editable}
        value={field.text}
        onChange={(event) => field.type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => void field.commit()}
      />
      {(said !== null || mark !== undefined) && (
        <p id={id} className={said === null ? styles.said : styles.fault} data-warn={field.fault === null || undefined} role={field.fault === null ? undefined : 'alert'}>
          {said ?? t(`mark.${mark!}`)}
        </p>
      )}
      {conflict && <ConflictNote conflict={conflict} path={field.path} />}
    </div>
  );
}
