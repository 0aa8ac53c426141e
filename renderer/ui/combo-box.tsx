import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, ComboBox as Primitive, Group, Input, ListBox, Popover } from 'react-aria-components';
import { FieldFrame, fieldStyles, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import { Option, type Choice } from './select.tsx';
import styles from './select.module.css';

export type ComboBoxProps = FieldProps & {
  items: readonly Choice[];
  value: string | null;
  onChange: (id: string | null) => void;
  inputValue?: string;
  onInputChange?: (text: string) => void;
  /** The list is already narrowed by whoever answers (a query on the cache): show it as it comes. */
  filtered?: boolean;
  /** What was typed may stay, also when it is not in the list (a new brand). */
  allowsCustomValue?: boolean;
  placeholder?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
  autoFocus?: boolean;
};

/** Type a few letters, choose from what matches. */
export function ComboBox({
  label, hideLabel, description, error, className, items, value, onChange, inputValue, onInputChange, filtered = false, placeholder, ...rest
}: ComboBoxProps) {
  const { t } = useTranslation('common');
  return (
    <Primitive
      {...rest}
      {...(hideLabel ? { 'aria-label': label } : {})}
      {...(filtered ? { items } : { defaultItems: items })}
      {...(inputValue === undefined ? {} : { inputValue })}
      {...(onInputChange ? { onInputChange } : {})}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      isInvalid={Boolean(error)}
      allowsEmptyCollection
      menuTrigger="focus"
      className={[fieldStyles.field, className].filter(Boolean).join(' ')}
    >
      <FieldFrame label={label} hideLabel={hideLabel ?? false} description={description} error={error}>
        <Group className={fieldStyles.box!}>
          <Input className={fieldStyles.input!} placeholder={placeholder} dir="auto" />
          <Button className={fieldStyles.step!}>
            <Icon icon={ChevronDown} size={14} />
          </Button>
        </Group>
      </FieldFrame>
      <Popover className={styles.popover!} offset={4}>
        <ListBox className={styles.list!} items={items} renderEmptyState={() => <div className={styles.empty}>{t('list.nothingMatches')}</div>}>
          {(item) => <Option item={item} />}
        </ListBox>
      </Popover>
    </Primitive>
  );
}
