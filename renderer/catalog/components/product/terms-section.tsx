import { useTranslation } from 'react-i18next';
import { Select } from '#renderer/ui/index.ts';
import { profileOf, profilesInOrder } from '#shared/catalog/inherited.ts';
import { useProductPage } from './product-context.ts';
import { StockSettings } from './stock-settings.tsx';
import styles from './product.module.css';

/** The terms the product is sold under: tax, delivery, and how its stock is counted; what it does not set itself comes from the shop. */
export function TermsSection() {
  const { t } = useTranslation('offer');
  const { product, shop } = useProductPage().detail;
  return (
    <section className={styles.section} aria-labelledby="terms-head">
      <h2 id="terms-head">{t('terms.title')}</h2>
      <div className={`${styles.fields} ${styles.two}`}>
        <ProfileField field="taxProfileId" profiles={shop.taxProfiles} chosen={product.taxProfileId ?? null} />
        {product.kind === 'physical' && <ProfileField field="shippingProfileId" profiles={shop.shippingProfiles} chosen={product.shippingProfileId ?? null} />}
      </div>
      {product.kind === 'physical' && <StockSettings variant={null} />}
    </section>
  );
}

const OF_SHOP = 'shop';

type Props = { field: 'taxProfileId' | 'shippingProfileId'; profiles: Readonly<Record<string, { position: number; name: string }>> | undefined; chosen: string | null };

function ProfileField({ field, profiles, chosen }: Props) {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const { detail: { editable }, save } = useProductPage();
  const label = t(field === 'taxProfileId' ? 'terms.tax' : 'terms.shipping');
  const fromShop = profileOf(null, profiles);
  const now = profileOf(chosen, profiles);
  if (fromShop === null || now === null) {
    return (
      <div className={styles.fixed} data-field={field}>
        <span className={styles.fixedLabel}>{label}</span>
        <span className={styles.none}>{t('terms.noProfile')}</span>
      </div>
    );
  }
  return (
    <div data-field={field}>
      <Select
        label={label} isDisabled={!editable} description={t(`inherited.from.${now.origin}`)}
        items={[{ id: OF_SHOP, label: t('terms.inherit', { name: fromShop.profile.name }) }, ...profilesInOrder(profiles).map(([id, { name }]) => ({ id, label: name }))]}
        value={now.origin === 'shop' ? OF_SHOP : now.id}
        onChange={(id) => void save([{ op: 'set', path: field, base: chosen, value: id === OF_SHOP ? null : id }], 'edit-details', words('edit.saved', { name: label }))}
      />
    </div>
  );
}
