import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Popover, TextField } from '#renderer/ui/index.ts';
import { fold } from '#shared/kernel/text.ts';
import { useProductPage } from './product-context.ts';
import styles from './product.module.css';

/** One more detail buyers filter by: material, origin, anything with a name and a value. */
export function AddAttribute() {
  const { t } = useTranslation('catalog');
  return (
    <div className={styles.fixed}>
      <Popover label={t('attributes.add')} trigger={<Button size="sm" icon={Plus}>{t('attributes.add')}</Button>}>
        {(close) => <NewAttribute onDone={close} />}
      </Popover>
    </div>
  );
}

function NewAttribute({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('catalog');
  const { detail, save } = useProductPage();
  const explain = useExplain();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const asked = name.trim().replaceAll('/', ' ');
  const taken = Object.keys(detail.product.attributes).find((known) => fold(known) === fold(asked));
  const said = taken === undefined ? fault : t('attributes.taken', { name: taken });
  return (
    <form
      className={styles.newAttribute}
      onSubmit={(event) => {
        event.preventDefault();
        if (asked === '' || value.trim() === '' || taken !== undefined) return;
        void save([{ op: 'set', path: `attributes/${asked}`, base: null, value: value.trim() }], 'edit-details', t('edit.saved', { name: asked })).then((result) => {
          if (result.ok) return onDone();
          const { what, wayOut } = explain(result.error);
          setFault(`${what} ${wayOut}`);
        });
      }}
    >
      <TextField label={t('attributes.name')} value={name} onChange={setName} maxLength={60} autoFocus {...(said === null ? {} : { error: said })} />
      <TextField label={t('attributes.value')} value={value} onChange={setValue} maxLength={500} />
      <Button type="submit" variant="go" isDisabled={asked === '' || value.trim() === '' || taken !== undefined}>{t('attributes.save')}</Button>
    </form>
  );
}
