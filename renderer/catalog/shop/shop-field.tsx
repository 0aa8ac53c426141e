import type { KeyboardEvent } from 'react';
import { FieldError, Group, Input, Label, Text, TextArea, TextField } from 'react-aria-components';
import { fieldStyles as base } from '#renderer/ui/field.tsx';
import { ShopConflict } from './shop-conflict.tsx';
import { ShopMark } from './shop-mark.tsx';
import { useShopPage } from './shop-context.ts';
import type { ShopField as Field } from './use-shop-field.ts';
import styles from './shop.module.css';

type Props = { field: Field; multiline?: boolean; rows?: number; lang?: string; dir?: 'ltr' | 'rtl' | 'auto'; figures?: boolean; description?: string; inputMode?: 'text' | 'email' | 'tel' | 'url' | 'decimal' | 'numeric'; unit?: string; className?: string | undefined };

/** A field of the shop: saves on Enter and on leaving, Escape gives the saved value back, its state stands beside its name. */
export function ShopField({ field, multiline = false, rows = 4, lang, dir = 'auto', figures = false, description, inputMode = 'text', unit, className }: Props) {
  const { detail } = useShopPage();
  const mark = detail.marks[field.path];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && field.isDraft) {
      event.preventDefault();
      event.stopPropagation();
      field.restore();
    } else if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void field.commit();
    }
  };
  return (
    <TextField
      value={field.text} onChange={field.type} onBlur={() => void field.commit()} onKeyDown={onKeyDown}
      isInvalid={field.fault !== null} isReadOnly={!detail.editable} data-field={field.path}
      className={[base.field, className].filter(Boolean).join(' ')}
    >
      <span className={styles.labelLine}>
        <Label className={base.label}>{field.label}</Label>
        <ShopMark mark={mark} draft={field.isDraft} saving={field.saving} />
      </span>
      <Group className={`${base.box!} ${styles.box}`} data-mark={mark} data-draft={field.isDraft || undefined}>
        {multiline ? (
          <TextArea className={base.area!} rows={rows} lang={lang} dir={dir} spellCheck />
        ) : (
          <Input className={`${base.input!} ${figures ? base.figures : ''}`} lang={lang} dir={figures ? 'ltr' : dir} inputMode={inputMode} autoComplete="off" spellCheck={false} />
        )}
        {unit !== undefined && <span className={base.unit}>{unit}</span>}
      </Group>
      {description !== undefined && field.fault === null && <Text slot="description" className={base.description}>{description}</Text>}
      <FieldError className={base.error!}>{field.fault}</FieldError>
      <ShopConflict path={field.path} />
    </TextField>
  );
}
