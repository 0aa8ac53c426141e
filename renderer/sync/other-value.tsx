import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '#shared/kernel/json.ts';
import type { Currency } from '#shared/kernel/money.ts';
import type { OpenConflict } from '#shared/sync/conflict-model.ts';
import { Button } from '#renderer/ui/index.ts';
import { FieldInput } from './field-input.tsx';
import styles from './sync.module.css';

type Props = { conflict: OpenConflict; label: string; currency: Currency | null; onValue: (value: Json) => void; onCancel: () => void };

/** Neither mine nor theirs: a third value, typed in the field's own way. */
export function OtherValue({ conflict, label, currency, onValue, onCancel }: Props) {
  const { t } = useTranslation('common');
  const { path, mine } = conflict.field;
  const [value, setValue] = useState<Json>(mine);
  const [readable, setReadable] = useState(true);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (readable) onValue(value);
  };
  return (
    <form
      className={styles.other}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <FieldInput path={path} value={value} label={label} currency={currency} onChange={setValue} onReadable={setReadable} autoFocus className={styles.otherField} />
      <div className={styles.otherActs}>
        <Button variant="quiet" onPress={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" isDisabled={!readable}>
          {t('action.done')}
        </Button>
      </div>
    </form>
  );
}
