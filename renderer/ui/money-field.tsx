import { useState, type KeyboardEvent, type Ref } from 'react';
import { Group, Input, TextField as Primitive } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { amountForEditing, decimalSignOf } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { exponentOf, parseAmount, type Currency, type Minor } from '#shared/kernel/money.ts';
import { FieldFrame, fieldStyles as styles, type FieldProps } from './field.tsx';

export type MoneyFieldProps = FieldProps & {
  /** Minor units; null for nothing. */
  value: Minor | null;
  currency: Currency;
  /** Called with a readable amount only; what cannot be read stays in the field with its reason. */
  onChange: (value: Minor | null) => void;
  /** Told whether the text can be read, so that a form knows when it must not save; and the text, for a form that keeps it. */
  onReadable?: (readable: boolean, text: string) => void;
  /** What was typed here before and could not be read: shown again with its reason. */
  unread?: string | null;
  isDisabled?: boolean;
  isReadOnly?: boolean;
  isRequired?: boolean;
  autoFocus?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  onKeyDown?: (event: KeyboardEvent) => void;
};

/** An amount in the currency of the shop: typed with a comma or a dot, kept in whole minor units, never rounded. */
export function MoneyField({
  label, hideLabel, description, error, className, value, currency, onChange, onReadable, unread = null, inputRef, ...rest
}: MoneyFieldProps) {
  const { t } = useTranslation('common');
  const locale = useLocale();
  /** The text while it is being typed; null when the field shows its value. */
  const [typed, setTyped] = useState(unread);
  const read = typed === null || typed.trim() === '' ? null : parseAmount(typed, currency, decimalSignOf(locale));
  const fault = read && !read.ok ? t(`amount.${read.error.code}`, { count: exponentOf(currency), currency }) : null;
  const shown = typed ?? (value === null ? '' : amountForEditing(value, currency, locale));

  const type = (text: string) => {
    setTyped(text);
    if (text.trim() === '') {
      onReadable?.(true, text);
      onChange(null);
      return;
    }
    const parsed = parseAmount(text, currency, decimalSignOf(locale));
    onReadable?.(parsed.ok, text);
    if (parsed.ok) onChange(parsed.value);
  };

  return (
    <Primitive
      {...rest}
      {...(hideLabel ? { 'aria-label': label } : {})}
      value={shown}
      onChange={type}
      onBlur={() => {
        if (!fault) setTyped(null);
      }}
      isInvalid={Boolean(fault ?? error)}
      className={[styles.field, className].filter(Boolean).join(' ')}
    >
      <FieldFrame label={label} hideLabel={hideLabel ?? false} description={description} error={fault ?? error}>
        <Group className={styles.box!}>
          <Input ref={inputRef} inputMode="decimal" autoComplete="off" dir="ltr" className={`${styles.input} ${styles.figures}`} />
          <span className={styles.unit}>{currency}</span>
        </Group>
      </FieldFrame>
    </Primitive>
  );
}
