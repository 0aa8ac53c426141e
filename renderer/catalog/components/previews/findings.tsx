import { CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useFieldWords } from '#renderer/sync/describe-field.ts';
import { Icon } from '#renderer/ui/index.ts';
import type { Finding } from '#shared/catalog/channels/finding.ts';
import { useAttributeWords } from '../../attribute-words.ts';
import { useFieldName } from '../../field-name.ts';
import styles from './previews.module.css';

/** What a channel refuses or warns about, each with the field where it is mended. */
export function Findings({ productId, shopId, findings }: { productId: string; shopId: string; findings: readonly Finding[] }) {
  const { t } = useTranslation('listing');
  if (findings.length === 0) return <p className={styles.accepted}>{t('preview.accepted')}</p>;
  return (
    <section aria-label={t('preview.refusals')}>
      <h3 className={styles.head}>{t('preview.refusals')}</h3>
      <ul className={styles.findings}>
        {findings.map((finding) => <Line key={`${finding.severity} ${finding.rule} ${finding.field}`} finding={finding} productId={productId} shopId={shopId} />)}
      </ul>
    </section>
  );
}

function Line({ finding: { severity, rule, field, shopField, details, variants, pictures }, productId, shopId }: { finding: Finding; productId: string; shopId: string }) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const words = useAttributeWords();
  const nameOf = useFieldName();
  const shopWords = useFieldWords();
  const said = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, typeof value === 'number' ? formatNumber(value, locale) : name === 'attribute' ? words.name(value) : value]));
  return (
    <li className={styles.finding} data-severity={severity}>
      <Icon icon={severity === 'error' ? CircleX : TriangleAlert} size={14} />
      <span className={styles.said}>{t(`preview.${severity}`)}</span>
      <span>
        {t(`finding.${rule}`, said as { found: string; least: string; most: string; attribute: string; axis: string; sent: string })}
        {variants !== undefined && variants > 1 && <> <span className={styles.quiet}>{t('preview.atVariants', { count: variants })}</span></>}
        {pictures !== undefined && pictures > 1 && <> <span className={styles.quiet}>{t('preview.atPictures', { count: pictures })}</span></>}
      </span>
      {field !== null && <a href={hrefOf(['catalog', productId], { field })}>{nameOf(field)}</a>}
      {shopField !== undefined && <a href={hrefOf(['shop', shopId], { field: shopField })}>{t('preview.atShop', { field: shopWords.name(shopField) })}</a>}
    </li>
  );
}
