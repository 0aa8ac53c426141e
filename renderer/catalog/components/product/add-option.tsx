import { Split } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Popover, TextField } from '#renderer/ui/index.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { fold } from '#shared/kernel/text.ts';
import { useProductPage } from './product-context.ts';
import styles from './variants.module.css';

const MOST_OPTIONS = 3;

/** Something new that tells variants apart: its name, and the value the present ones have. */
export function AddOption() {
  const { t } = useTranslation('catalog');
  const explain = useExplain();
  const { detail, save } = useProductPage();
  const { product } = detail;
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const taken = product.options.some((option) => fold(option) === fold(name)) && name.trim() !== '';
  const ready = name.trim() !== '' && value.trim() !== '' && !taken;
  const add = async (close: () => void) => {
    if (!ready) return;
    const result = await save(
      [
        { op: 'set', path: 'options', base: product.options, value: [...product.options, name.trim()] },
        ...variantsInOrder(product).map(([id, variant]) => ({ op: 'set' as const, path: `variants/${id}/options`, base: variant.options, value: [...variant.options, value.trim()] })),
      ],
      'edit-options',
      t('variants.optionAdded', { name: name.trim() }),
    );
    if (!result.ok) return setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
    setName('');
    setValue('');
    close();
  };
  return (
    <Popover label={t('variants.addOption')} trigger={<Button size="sm" variant="quiet" icon={Split} isDisabled={product.options.length >= MOST_OPTIONS}>{t('variants.addOption')}</Button>}>
      {(close) => (
        <form
          className={styles.popForm}
          onSubmit={(event) => {
            event.preventDefault();
            void add(close);
          }}
        >
          <TextField label={t('variants.newOptionName')} value={name} onChange={setName} maxLength={60} autoFocus error={taken ? t('variants.optionNameTaken', { name: name.trim() }) : null} placeholder={t('variants.optionExample')} />
          <TextField label={t('variants.newOptionValue', { count: Object.keys(product.variants).length })} value={value} onChange={setValue} maxLength={120} />
          {refused !== null && <p role="alert" className={styles.fault}>{refused}</p>}
          <Button type="submit" variant="go" isDisabled={!ready}>{t('variants.addOption')}</Button>
        </form>
      )}
    </Popover>
  );
}
