import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Popover, TextField } from '#renderer/ui/index.ts';
import { attributeKeys } from '#shared/catalog/attributes.ts';
import { readAttribute } from '#shared/catalog/read-attribute.ts';
import { fold } from '#shared/kernel/text.ts';
import { useAttributeWords } from '../../attribute-words.ts';
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
  const words = useAttributeWords();
  const called = name.trim().replaceAll('/', ' ');
  // "Couleur" is the attribute every channel knows, not one more of the seller's own.
  const asked = attributeKeys.find((key) => fold(words.name(key)) === fold(called)) ?? called;
  const taken = Object.keys(detail.product.attributes).find((known) => fold(known) === fold(asked));
  const read = readAttribute(asked, words.kept(asked, value));
  const said = taken === undefined ? null : t('attributes.taken', { name: words.name(taken) });
  const wrong = read.ok ? fault : `${explain(read.error).what} ${explain(read.error).wayOut}`;
  return (
    <form
      className={styles.newAttribute}
      onSubmit={(event) => {
        event.preventDefault();
        if (asked === '' || !read.ok || read.value === '' || taken !== undefined) return;
        void save([{ op: 'set', path: `attributes/${asked}`, base: null, value: read.value }], 'edit-details', t('edit.saved', { name: words.name(asked) })).then((result) => {
          if (result.ok) return onDone();
          const { what, wayOut } = explain(result.error);
          setFault(`${what} ${wayOut}`);
        });
      }}
    >
      <TextField label={t('attributes.name')} value={name} onChange={setName} maxLength={60} autoFocus {...(said === null ? {} : { error: said })} />
      <TextField label={t('attributes.value')} value={value} onChange={setValue} maxLength={500} {...(wrong === null ? {} : { error: wrong })} />
      <Button type="submit" variant="go" isDisabled={asked === '' || value.trim() === '' || taken !== undefined || !read.ok}>{t('attributes.save')}</Button>
    </form>
  );
}
