import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, NumberField, Segmented } from '#renderer/ui/index.ts';
import { inherited, inheritedAbove, type StockSetting } from '#shared/catalog/inherited.ts';
import type { Variant, VariantId } from '#shared/catalog/model.ts';
import { useProductPage } from './product-context.ts';
import styles from './stock.module.css';

/** Of one variant, or of the product as a whole. */
type Of = { id: VariantId; variant: Variant } | null;
const settings = ['trackStock', 'lowStockAt', 'backorder'] as const satisfies readonly StockSetting[];

/** How stock is counted, from when it is low, whether more may be sold: the value that holds, who set it, and the way back to what is inherited. */
export function StockSettings({ variant }: { variant: Of }) {
  const { t } = useTranslation('offer');
  return (
    <section className={styles.part} aria-label={t('inherited.title')}>
      <h3 className={styles.partHead}>{t('inherited.title')}</h3>
      <div className={styles.settings}>
        {settings.map((setting) => <Setting key={setting} setting={setting} of={variant} />)}
      </div>
    </section>
  );
}

function Setting({ setting, of }: { setting: StockSetting; of: Of }) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const explain = useExplain();
  const { detail: { product, shop, editable, marks }, save } = useProductPage();
  const [fault, setFault] = useState<string | null>(null);
  const level = of === null ? 'product' : 'variant';
  const path = of === null ? setting : `variants/${of.id}/${setting}`;
  const now = inherited(setting, of?.variant ?? null, product, shop);
  const above = inheritedAbove(setting, level, product, shop);
  const own = (of === null ? product[setting] : of.variant[setting]) ?? null;
  const name = t(`inherited.${setting}`);
  const said = (value: boolean | number) => (typeof value === 'number' ? formatNumber(value, locale) : t(value ? 'inherited.yes' : 'inherited.no'));
  const put = async (value: boolean | number | null) => {
    if (value === own) return;
    const result = await save([{ op: 'set', path, base: own, value }], 'edit-details', value === null ? t('inherited.savedAgain', { name }) : t('inherited.saved', { name, value: said(value) }));
    setFault(result.ok ? null : `${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  return (
    <div className={styles.setting} data-field={path} data-mark={marks[path]}>
      {typeof now.value === 'number' ? (
        <NumberField key={now.value} label={name} defaultValue={now.value} minValue={0} maxValue={1_000_000} isDisabled={!editable} steps={false} onChange={(next) => void (Number.isInteger(next) && put(next))} />
      ) : editable ? (
        <Segmented label={name} items={[{ id: 'yes', label: t('inherited.yes') }, { id: 'no', label: t('inherited.no') }]} value={now.value ? 'yes' : 'no'} onChange={(id) => void put(id === 'yes')} />
      ) : (
        <p><span className={styles.settingName}>{name}</span> {said(now.value)}</p>
      )}
      <p className={styles.origin} data-own={now.origin === level || undefined}>{t(`inherited.from.${now.origin}`)}</p>
      {editable && own !== null && (
        <Button size="sm" variant="quiet" onPress={() => void put(null)}>{t(above.origin === 'product' ? 'inherited.againProduct' : 'inherited.again', { value: said(above.value) })}</Button>
      )}
      {fault !== null && <p role="alert" className={styles.fault}>{fault}</p>}
    </div>
  );
}
