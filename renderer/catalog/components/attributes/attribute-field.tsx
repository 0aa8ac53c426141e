import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Select } from '#renderer/ui/index.ts';
import { definitionOf, type AttributeLine } from '#shared/catalog/attributes.ts';
import { readAttribute } from '#shared/catalog/read-attribute.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { useAttributeWords } from '../../attribute-words.ts';
import { ConflictNote } from '../product/conflict-note.tsx';
import { FieldMark } from '../product/field-mark.tsx';
import { LiveField } from '../product/live-field.tsx';
import { useProductPage } from '../product/product-context.ts';
import { useField } from '../product/use-field.ts';
import styles from './attributes.module.css';

type Props = { line: AttributeLine; required?: boolean };

/** One detail of a product: typed, or chosen where there is a list; emptied, it goes. Asked for and empty, it says so. */
export function AttributeField({ line, required = false }: Props) {
  const { t } = useTranslation('listing');
  const definition = definitionOf(line.key);
  const missing = required && (line.value ?? '').trim() === '';
  if (line.fromAxis !== null && line.value === null) return <FromAxis name={line.key} axis={line.fromAxis} />;
  const need = missing ? t('attributes.required') : undefined;
  return definition?.kind === 'choice' && !definition.open ? <ChosenField line={line} values={definition.values} need={need} /> : <TypedField line={line} need={need} />;
}

function FromAxis({ name, axis }: { name: string; axis: string }) {
  const { t } = useTranslation('listing');
  const words = useAttributeWords();
  return (
    <div className={styles.given} data-field={`attributes/${name}`}>
      <span className={styles.label}>{words.name(name)}</span>
      <span>{t('attributes.fromAxis', { axis })}</span>
    </div>
  );
}

function TypedField({ line: { key, value }, need }: { line: AttributeLine; need: string | undefined }) {
  const { t } = useTranslation('catalog');
  const words = useAttributeWords();
  const explain = useExplain();
  const list = useId();
  const definition = definitionOf(key);
  const name = words.name(key);
  const field = useField<string | null>({
    path: `attributes/${key}`, value, write: (kept) => (kept === null ? '' : words.choice(key, kept)), intent: 'edit-details', label: name, said: t('edit.saved', { name }),
    read: (text) => {
      const read = readAttribute(key, words.kept(key, text));
      if (read.ok) return ok(read.value === '' ? null : read.value);
      const { what, wayOut } = explain(read.error);
      return err(`${what} ${wayOut}`);
    },
  });
  const unit = words.unit(key);
  return (
    <div data-need={need !== undefined || undefined} className={styles.field}>
      <LiveField field={field} description={need} list={definition?.kind === 'choice' ? list : undefined} {...(unit === undefined ? {} : { unit })} figures={definition?.kind === 'number' || definition?.kind === 'isbn'} />
      {definition?.kind === 'choice' && <datalist id={list}>{definition.values.map((one) => <option key={one} value={words.choice(key, one)} />)}</datalist>}
    </div>
  );
}

/** No value has this name: it is what takes the detail away. */
const NOTHING = '';

function ChosenField({ line: { key, value }, values, need }: { line: AttributeLine; values: readonly string[]; need: string | undefined }) {
  const { t } = useTranslation(['listing', 'catalog']);
  const words = useAttributeWords();
  const { detail, save, conflictAt } = useProductPage();
  const path = `attributes/${key}`;
  const name = words.name(key);
  const conflict = conflictAt(path);
  // A value from elsewhere that is not on the list is shown as it is, so that it can be seen and replaced.
  const known = value === null || values.includes(value) ? values : [value, ...values];
  return (
    <div data-field={path} data-need={need !== undefined || undefined} className={styles.field}>
      <Select
        label={name} isDisabled={!detail.editable} placeholder={t('attributes.choose')} description={need}
        items={[...(value === null ? [] : [{ id: NOTHING, label: t('attributes.clear') }]), ...known.map((one) => ({ id: one, label: words.choice(key, one) }))]}
        value={value}
        onChange={(next) => void save([{ op: 'set', path, base: value, value: next === NOTHING ? null : next }], 'edit-details', t('catalog:edit.saved', { name }))}
      />
      <FieldMark mark={detail.marks[path]} />
      {conflict && <ConflictNote conflict={conflict} path={path} />}
    </div>
  );
}
