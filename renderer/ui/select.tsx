import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, ListBox, ListBoxItem, Popover, Select as Primitive, SelectValue } from 'react-aria-components';
import { FieldFrame, fieldStyles, type FieldProps } from './field.tsx';
import { Icon, type LucideIcon } from './icon.tsx';
import styles from './select.module.css';

export type Choice<Id extends string = string> = { id: Id; label: string; icon?: LucideIcon; note?: string; content?: ReactNode };

export type SelectProps<Id extends string> = FieldProps & {
  items: readonly Choice<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  placeholder?: string;
  isDisabled?: boolean;
  autoFocus?: boolean;
};

/** One choice among a few, all visible at once when open. */
export function Select<Id extends string>({ label, hideLabel, description, error, className, items, value, onChange, placeholder, ...rest }: SelectProps<Id>) {
  return (
    <Primitive
      {...rest}
      {...(hideLabel ? { 'aria-label': label } : {})}
      {...(placeholder === undefined ? {} : { placeholder })}
      value={value}
      onChange={(key) => {
        const chosen = items.find((item) => item.id === key);
        if (chosen) onChange(chosen.id);
      }}
      isInvalid={Boolean(error)}
      className={[fieldStyles.field, className].filter(Boolean).join(' ')}
    >
      <FieldFrame label={label} hideLabel={hideLabel ?? false} description={description} error={error}>
        <Button className={styles.button!}>
          <SelectValue className={styles.value!} />
          <Icon icon={ChevronDown} size={14} />
        </Button>
      </FieldFrame>
      <Popover className={styles.popover!} offset={4}>
        <ListBox className={styles.list!} items={items}>
          {(item) => <Option item={item} />}
        </ListBox>
      </Popover>
    </Primitive>
  );
}

/** One line of a list to choose from; the chosen one carries a tick. */
export function Option({ item }: { item: Choice }) {
  return (
    <ListBoxItem id={item.id} textValue={item.label} className={styles.option!}>
      {({ isSelected }) => (
        <>
          {item.icon && <Icon icon={item.icon} />}
          <span className={styles.text}>{item.content ?? item.label}</span>
          {item.note !== undefined && <span className={styles.note}>{item.note}</span>}
          <span className={styles.tick}>{isSelected && <Icon icon={Check} size={14} />}</span>
        </>
      )}
    </ListBoxItem>
  );
}
