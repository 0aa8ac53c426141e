import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, Icon, Popover, Select } from '#renderer/ui/index.ts';
import { attributeLines } from '#shared/catalog/attributes.ts';
import { conditionOf } from '#shared/catalog/model.ts';
import { MOST_TAGS } from '#shared/catalog/rules.ts';
import { fold } from '#shared/kernel/text.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { CategoryPicker } from '../category-picker.tsx';
import { Attributes } from '../attributes/attributes.tsx';
import { ConflictNote } from './conflict-note.tsx';
import { FieldMark } from './field-mark.tsx';
import { LiveField } from './live-field.tsx';
import { useProductPage } from './product-context.ts';
import { useField } from './use-field.ts';
import styles from './product.module.css';

/** What the product is: brand, category, tags, condition, and the details buyers filter by. */
export function IdentitySection() {
  const { t } = useTranslation('catalog');
  const { detail, save } = useProductPage();
  const { product, editable, marks } = detail;
  const brands = useId();
  const brand = useField<string | null>({
    path: 'brand', value: product.brand, write: (text) => text ?? '', intent: 'edit-details', label: t('field.brand'), said: t('edit.saved', { name: t('field.brand') }),
    read: (text) => (text.trim().length > 120 ? err(t('input.tooLong', { count: 120, found: text.length })) : ok(text.trim() === '' ? null : text.trim())),
  });
  const { data } = useAsk('catalog.brands', { text: brand.isDraft ? brand.text.slice(0, 100) : '', limit: 12 }, { enabled: brand.isDraft });
  const handle = useField<string>({
    path: 'handle', value: product.handle, write: (text) => text, intent: 'edit-details', label: t('field.handle'), said: t('edit.saved', { name: t('field.handle') }),
    read: (text) => (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 120 ? ok(text) : err(t('input.handle'))),
  });
  return (
    <section className={styles.section} aria-labelledby="identity-head">
      <h2 id="identity-head">{t('product.identity')}</h2>
      <div className={`${styles.fields} ${styles.two}`}>
        <div>
          <LiveField field={brand} list={brands} />
          <datalist id={brands}>{data?.brands.map((name) => <option key={name} value={name} />)}</datalist>
        </div>
        <CategoryField />
        {/* A download and a service are neither new nor used; one that says so already can still be set right. */}
        {(product.kind === 'physical' || product.condition !== 'new') && (
          <Select
            label={t('field.condition')} isDisabled={!editable}
            items={conditionOf.options.map((id) => ({ id, label: t(`condition.${id}`) }))}
            value={product.condition}
            onChange={(condition) => void save([{ op: 'set', path: 'condition', base: product.condition, value: condition }], 'edit-details', t('edit.saved', { name: t('field.condition') }))}
          />
        )}
        <div className={styles.fixed}>
          <span className={styles.fixedLabel}>{t('field.kind')}</span>
          <span>{t(`kind.${product.kind}`)}</span>
        </div>
        <LiveField field={handle} dir="ltr" className={styles.wide} />
        <TagsField />
      </div>
      <Attributes />
      {marks['condition'] && <FieldMark mark={marks['condition']} />}
    </section>
  );
}

function CategoryField() {
  const { t } = useTranslation(['catalog', 'listing']);
  const locale = useLocale();
  const { detail, save, conflictAt } = useProductPage();
  const { product, category, editable, marks } = detail;
  const conflict = conflictAt('categoryId');
  return (
    <div className={styles.fixed} data-field="categoryId">
      <span className={styles.labelLine}>
        <span className={styles.fixedLabel}>{t('field.categoryId')}</span>
        <FieldMark mark={marks['categoryId']} />
      </span>
      {editable ? (
        <Popover label={t('field.categoryId')} trigger={<Button className={styles.choose}>{category ? category.path[locale] : t('category.choose')}</Button>}>
          {(close) => (
            <CategoryPicker
              value={product.categoryId}
              onChoose={(chosen) => {
                close();
                if (chosen.id === product.categoryId) return;
                const stray = attributeLines(product, chosen).stray.length;
                const said = t('edit.categoryChanged', { name: chosen.name[locale] });
                void save([{ op: 'set', path: 'categoryId', base: product.categoryId, value: chosen.id }], 'edit-details', stray === 0 ? said : `${said} · ${t('listing:attributes.strayCount', { count: stray })}`);
              }}
            />
          )}
        </Popover>
      ) : (
        <span>{category ? category.path[locale] : t('none')}</span>
      )}
      {conflict && <ConflictNote conflict={conflict} path="categoryId" />}
    </div>
  );
}

const LONGEST_TAG = 60;

/** Tags as tokens: Enter or a comma adds, Backspace takes the last away; additions and removals of two people add up. */
function TagsField() {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { detail, save } = useProductPage();
  const { product, editable, marks } = detail;
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  const add = async (typed: string) => {
    // The next one may be typed while this one is saved: it is taken out of the field first, and comes back in front when it is not.
    const giveBack = (why: string | null) => {
      setFault(why);
      setText((since) => (since === '' ? typed : `${typed}, ${since}`));
    };
    const wanted = [...new Set(typed.split(/[,،\n]/).map((tag) => tag.trim()).filter((tag) => tag !== ''))];
    const known = new Set(product.tags.map(fold));
    const fresh = wanted.filter((tag) => !known.has(fold(tag)));
    if (wanted.length === 0) return;
    if (fresh.length === 0) return giveBack(t('tags.already', { tag: wanted[0]! }));
    if (fresh.some((tag) => tag.length > LONGEST_TAG)) return giveBack(t('input.tooLong', { count: LONGEST_TAG, found: Math.max(...fresh.map(({ length }) => length)) }));
    if (product.tags.length + fresh.length > MOST_TAGS) return giveBack(t('tags.tooMany', { count: MOST_TAGS }));
    const result = await save([{ op: 'members', path: 'tags', add: fresh, remove: [] }], 'edit-tags', t('tags.added', { tags: formatList(fresh, locale), count: fresh.length }));
    if (!result.ok) giveBack(null);
  };
  const addAll = () => {
    setText('');
    void add(text);
  };
  const remove = (tag: string) => void save([{ op: 'members', path: 'tags', add: [], remove: [tag] }], 'edit-tags', t('tags.removed', { tag }));
  return (
    <div className={`${styles.fixed} ${styles.wide}`} data-field="tags">
      <span className={styles.labelLine}>
        <label className={styles.fixedLabel} htmlFor={id}>{t('field.tags')}</label>
        <FieldMark mark={marks['tags']} />
      </span>
      <div className={styles.tokens} data-invalid={fault !== null || undefined}>
        {product.tags.map((tag) => (
          <span key={tag} className={styles.token}>
            <bdi>{tag}</bdi>
            {editable && (
              <button type="button" className={styles.tokenX} aria-label={t('tags.remove', { tag })} onClick={() => remove(tag)}>
                <Icon icon={X} size={12} />
              </button>
            )}
          </span>
        ))}
        {editable && (
          <input
            id={id} value={text} dir="auto" autoComplete="off" aria-invalid={fault !== null} aria-describedby={`${id}-fault`}
            placeholder={product.tags.length === 0 ? t('tags.hint') : ''}
            onChange={(event) => {
              setFault(null);
              const [, whole = '', begun = ''] = /^(.*[,،])?(.*)$/s.exec(event.target.value) ?? [];
              setText(begun.trimStart());
              if (whole !== '') void add(whole.replace(/[,،]\s*$/, ''));
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'Enter') {
                event.preventDefault();
                addAll();
              } else if (event.key === 'Backspace' && text === '' && product.tags.length > 0) remove(product.tags.at(-1)!);
              else if (event.key === 'Escape' && text !== '') {
                event.stopPropagation();
                event.preventDefault();
                setText('');
              }
            }}
            onBlur={addAll}
          />
        )}
      </div>
      <span id={`${id}-fault`} role={fault === null ? undefined : 'alert'} className={styles.fault}>{fault}</span>
    </div>
  );
}
