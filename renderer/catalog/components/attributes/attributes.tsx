import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { attributeLines, type AttributeLine } from '#shared/catalog/attributes.ts';
import { AddAttribute } from '../product/add-attribute.tsx';
import { useProductPage } from '../product/product-context.ts';
import { AttributeField } from './attribute-field.tsx';
import { StrayAttributes } from './stray-attributes.tsx';
import styles from './attributes.module.css';

/** The details buyers filter by: what the category asks for first, what it would like, what the seller added, and what no longer applies. */
export function Attributes() {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const { detail } = useProductPage();
  const { product, category, editable } = detail;
  const { required, suggested, own, stray } = attributeLines(product, category);
  const said = required.filter(({ value, fromAxis }) => (value ?? '').trim() !== '' || fromAxis !== null).length;
  return (
    <div className={styles.attributes}>
      {category === null && <p className={styles.hint}>{t('attributes.noCategory')}</p>}
      <Group title={t('attributes.asked')} count={required.length === 0 ? null : `${formatNumber(said, locale)} / ${formatNumber(required.length, locale)}`} lines={required} required />
      <Group title={t('attributes.suggested')} count={null} lines={suggested} />
      <Group title={t('attributes.own')} count={null} lines={own} />
      {stray.length > 0 && <StrayAttributes lines={stray} />}
      {editable && <div className={styles.add}><AddAttribute /></div>}
    </div>
  );
}

function Group({ title, count, lines, required = false }: { title: string; count: string | null; lines: readonly AttributeLine[]; required?: boolean }) {
  if (lines.length === 0) return null;
  return (
    <section className={styles.group} aria-label={title}>
      <h3>
        {title}
        {count !== null && <bdi dir="ltr" className="num">{count}</bdi>}
      </h3>
      <div className={styles.grid}>{lines.map((line) => <AttributeField key={line.key} line={line} required={required} />)}</div>
    </section>
  );
}
