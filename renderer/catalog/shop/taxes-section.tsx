import { useTranslation } from 'react-i18next';
import { Switch } from '#renderer/ui/index.ts';
import { taxClass } from '#shared/catalog/model.ts';
import type { TaxProfile } from '#shared/catalog/shop-model.ts';
import { AddEntry } from './add-entry.tsx';
import { EntryLine } from './entry-line.tsx';
import { inOrder } from './in-order.ts';
import { OrderButtons } from './order-buttons.tsx';
import { basisPoints, neededText, percentText } from './read-field.ts';
import { setTo, useSaveOrSay, useShopPage } from './shop-context.ts';
import { ShopField } from './shop-field.tsx';
import { useShopField } from './use-shop-field.ts';
import styles from './shop.module.css';

/** Taxes by class of product, in profiles; the first profile holds unless a product chooses another. */
export function TaxesSection() {
  const { t } = useTranslation('shop');
  const { shop, editable } = useShopPage().detail;
  const profiles = inOrder(shop.taxProfiles);
  return (
    <>
      <p className={styles.hint}>{profiles.length === 0 ? t('taxes.none') : t('taxes.hint')}</p>
      <ul className={styles.entries}>
        {profiles.map((profile, at) => (
          <EntryLine key={profile.id} path={`taxProfiles/${profile.id}`} name={profile.name} entry={shop.taxProfiles![profile.id]!} order={<OrderButtons collection="taxProfiles" entries={profiles} at={at} />}>
            <TaxFields profile={profile} />
          </EntryLine>
        ))}
      </ul>
      {editable && <p><AddEntry collection="taxProfiles" action={t('taxes.add')} label={t('taxes.name')} make={(name) => ({ position: (profiles.at(-1)?.position ?? -1) + 1, name, rates: { standard: 2_000, reduced: 1_000, zero: 0, exempt: 0 }, included: true })} /></p>}
    </>
  );
}

function TaxFields({ profile }: { profile: TaxProfile & { id: string } }) {
  const { t } = useTranslation('shop');
  const { editable } = useShopPage().detail;
  const save = useSaveOrSay();
  const path = `taxProfiles/${profile.id}`;
  const name = useShopField<string>({ path: `${path}/name`, value: profile.name, write: (text) => text, read: neededText(t, 120), label: t('taxes.name') });
  return (
    <div className={styles.profile}>
      <ShopField field={name} />
      <div className={styles.rates}>
        {taxClass.options.map((kind) => <RateField key={kind} profile={profile} kind={kind} />)}
      </div>
      <Switch isSelected={profile.included} isDisabled={!editable} onChange={(included) => void save([setTo(`${path}/included`, profile.included, included)], t('saved', { name: t('taxes.included') }))}>
        {t('taxes.included')}
      </Switch>
    </div>
  );
}

function RateField({ profile, kind }: { profile: TaxProfile & { id: string }; kind: keyof TaxProfile['rates'] }) {
  const { t } = useTranslation('shop');
  // All four rates are one value: two people who change two of them meet in the inbox instead of making a mix nobody meant.
  const field = useShopField<TaxProfile['rates']>({
    path: `taxProfiles/${profile.id}/rates`, draft: kind, value: profile.rates, write: (rates) => percentText(rates[kind]),
    read: (text) => {
      const points = basisPoints(t)(text);
      return points.ok ? { ok: true, value: { ...profile.rates, [kind]: points.value } } : points;
    },
    label: t(`taxes.rate.${kind}`),
  });
  return <ShopField field={field} figures inputMode="decimal" unit="%" />;
}
