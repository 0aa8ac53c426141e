import type { KeyboardEvent, ReactNode } from 'react';
import { FieldError, Group, Input, Label, TextArea, TextField, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { fieldStyles as base } from '#renderer/ui/field.tsx';
import { ConflictNote } from './conflict-note.tsx';
import { FieldMark } from './field-mark.tsx';
import { NeedMark } from './need-mark.tsx';
import { useProductPage } from './product-context.ts';
import type { Field } from './use-field.ts';
import styles from './product.module.css';

type Props = {
  field: Field;
  multiline?: boolean;
  rows?: number;
  lang?: string;
  dir?: 'ltr' | 'rtl' | 'auto';
  figures?: boolean;
  unit?: string;
  description?: string | undefined;
  /** Said below while typing: near a limit, a duplicate elsewhere. */
  note?: ReactNode;
  hideLabel?: boolean;
  /** The listing is not submitted without it: whether it is there. */
  need?: 'met' | 'missing';
  list?: string | undefined;
  className?: string | undefined;
};

/** A field of the record: saves on Enter and on leaving, Escape gives the saved value back, its state stands beside its name. */
export function LiveField({ field, multiline = false, rows = 8, lang, dir = 'auto', figures = false, unit, description, note, hideLabel = false, need, list, className }: Props) {
  const { t } = useTranslation('catalog');
  const { detail, conflictAt } = useProductPage();
  const mark = detail.marks[field.path];
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
    } else if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void field.commit();
    }
  };
  return (
    <TextField
      value={field.text} onChange={field.type} onBlur={() => void field.commit()} onKeyDown={onKeyDown}
      isInvalid={field.fault !== null} isReadOnly={!detail.editable}
      {...(hideLabel ? { 'aria-label': field.label } : {})}
      className={[base.field, styles.field, className].filter(Boolean).join(' ')}
      data-field={field.path}
    >
      {!hideLabel && (
        <span className={styles.labelLine}>
          <Label className={base.label}>{field.label}</Label>
          {need && <NeedMark isMissing={need === 'missing'} />}
          <FieldMark mark={mark} draft={field.isDraft} saving={field.saving} />
        </span>
      )}
      <Group className={`${base.box!} ${styles.box}`} data-mark={mark} data-draft={field.isDraft || undefined}>
        {multiline ? (
          <TextArea className={base.area!} rows={rows} lang={lang} dir={dir} spellCheck />
        ) : (
          <Input className={`${base.input!} ${figures ? base.figures : ''}`} lang={lang} dir={figures ? 'ltr' : dir} inputMode={figures ? 'decimal' : 'text'} autoComplete="off" spellCheck={!figures && dir !== 'ltr'} list={list} />
        )}
        {unit !== undefined && <span className={base.unit}>{unit}</span>}
      </Group>
      {field.meanwhile !== null && field.fault === null && <Text slot="description" className={styles.meanwhile}>{t('field.meanwhile', { value: field.meanwhile === '' ? t('none') : field.meanwhile })}</Text>}
      {description !== undefined && field.fault === null && field.meanwhile === null && <Text slot="description" className={base.description}>{description}</Text>}
      {note}
      <FieldError className={base.error!}>{field.fault}</FieldError>
      {conflict && <ConflictNote conflict={conflict} path={field.path} />}
    </TextField>
  );
}
