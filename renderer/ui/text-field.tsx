import type { ReactNode, Ref } from 'react';
import { Group, Input, TextArea, TextField as Primitive, type TextFieldProps as PrimitiveProps } from 'react-aria-components';
import { FieldFrame, fieldStyles as styles, type FieldProps } from './field.tsx';
import { Icon, type LucideIcon } from './icon.tsx';

export type TextFieldProps = FieldProps &
  Omit<PrimitiveProps, 'className' | 'children' | 'style' | 'isInvalid'> & {
    placeholder?: string;
    multiline?: boolean;
    rows?: number;
    icon?: LucideIcon;
    /** A control at the end of the box: show the password, clear. */
    end?: ReactNode;
    /** Codes, e-mail, addresses: written left to right in every language. */
    ltr?: boolean;
    inputRef?: Ref<HTMLInputElement>;
  };

/** A line or a paragraph of text with its label and what is wrong with it. */
export function TextField({
  label, hideLabel, description, error, className, placeholder, multiline = false, rows = 4, icon, end, ltr = false, inputRef, ...rest
}: TextFieldProps) {
  return (
    <Primitive
      {...rest}
      {...(hideLabel ? { 'aria-label': label } : {})}
      isInvalid={Boolean(error)}
      className={[styles.field, className].filter(Boolean).join(' ')}
    >
      <FieldFrame label={label} hideLabel={hideLabel ?? false} description={description} error={error}>
        <Group className={styles.box!}>
          {icon && (
            <span className={styles.lead}>
              <Icon icon={icon} />
            </span>
          )}
          {multiline ? (
            <TextArea className={styles.area!} rows={rows} placeholder={placeholder} dir="auto" />
          ) : (
            <Input ref={inputRef} className={styles.input!} placeholder={placeholder} dir={ltr ? 'ltr' : 'auto'} />
          )}
          {end}
        </Group>
      </FieldFrame>
    </Primitive>
  );
}
