import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Popover, TextField } from '#renderer/ui/index.ts';
import { freshId } from '../components/views/use-views.ts';
import { neededText } from './read-field.ts';
import { setTo, useShopPage } from './shop-context.ts';
import styles from './shop.module.css';

type Props = { collection: 'locations' | 'taxProfiles' | 'shippingProfiles'; action: string; label: string; make: (name: string) => object };

/** Asks the name of a new place or profile and adds it at the end. */
export function AddEntry({ collection, action, label, make }: Props) {
  return (
    <Popover label={action} trigger={<Button size="sm" icon={Plus}>{action}</Button>}>
      {(close) => <NameForm collection={collection} action={action} label={label} make={make} close={close} />}
    </Popover>
  );
}

function NameForm({ collection, label, make, close }: Props & { close: () => void }) {
  const { t } = useTranslation(['shop', 'common']);
  const { save } = useShopPage();
  const explain = useExplain();
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const add = async () => {
    const read = neededText(t, 120)(name);
    if (!read.ok) return setFault(read.error);
    const result = await save([setTo(`${collection}/${freshId()}`, null, make(read.value))], t('places.added', { name: read.value }));
    if (result.ok) return close();
    setFault(`${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField label={label} value={name} onChange={(text) => { setName(text); setFault(null); }} error={fault} autoFocus />
      <Button type="submit" variant="go">{t('common:action.add')}</Button>
    </form>
  );
}
