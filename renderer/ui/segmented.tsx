import { Label, Radio, RadioGroup } from 'react-aria-components';
import { Icon, type LucideIcon } from './icon.tsx';
import styles from './segmented.module.css';

type Props<Id extends string> = {
  label: string;
  hideLabel?: boolean;
  items: readonly { id: Id; label: string; icon?: LucideIcon }[];
  /** null: none of them yet. */
  value: Id | null;
  isReadOnly?: boolean;
  onChange: (id: Id) => void;
};

/** A few choices side by side, one of them on. */
export function Segmented<Id extends string>({ label, hideLabel = false, items, value, isReadOnly = false, onChange }: Props<Id>) {
  return (
    <RadioGroup
      value={value}
      isReadOnly={isReadOnly}
      onChange={(id) => {
        const chosen = items.find((item) => item.id === id);
        if (chosen) onChange(chosen.id);
      }}
      orientation="horizontal"
      className={styles.group!}
      {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {!hideLabel && <Label className={styles.label!}>{label}</Label>}
      <div className={styles.items}>
        {items.map((item) => (
          <Radio key={item.id} value={item.id} className={styles.item!}>
            {item.icon && <Icon icon={item.icon} />}
            {item.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
