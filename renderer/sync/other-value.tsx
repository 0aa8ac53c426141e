import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '#shared/kernel/json.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { OpenConflict } from '#shared/sync/contract.ts';
import { Button, MoneyField, NumberField, TextField } from '#renderer/ui/index.ts';
import { natureOf } from './describe-field.ts';
import styles from './sync.module.css';

type Props = { conflict: OpenConflict; label: string; currency: Currency | null; onValue: (value: Json) => void; onCancel: () => void };

/** Neither mine nor theirs: a third value, typed in the field's own way. */
export function OtherValue({ conflict, label, currency, onValue, onCancel }: Props) {
  const { t } = useTranslation('common');
  const { path, mine } = conflict.field;
  const nature = natureOf(path);
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
      {nature === 'money' && currency !== null ? (
        <MoneyField label={label} currency={currency} value={typeof value === 'number' ? (value as Minor) : null} onChange={setValue} onReadable={setReadable} autoFocus className={styles.otherField} />
      ) : nature === 'count' ? (
        <NumberField label={label} value={typeof value === 'number' ? value : 0} onChange={setValue} autoFocus className={styles.otherField} />
      ) : (
        <TextField label={label} value={typeof value === 'string' ? value : ''} onChange={setValue} multiline={nature === 'long'} autoFocus className={styles.otherField} />
      )}
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
