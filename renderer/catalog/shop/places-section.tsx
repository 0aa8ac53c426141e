import { useTranslation } from 'react-i18next';
import { placesOf } from '#shared/catalog/model.ts';
import { AddEntry } from './add-entry.tsx';
import { EntryLine } from './entry-line.tsx';
import { OrderButtons } from './order-buttons.tsx';
import { neededText, optionalText } from './read-field.ts';
import { ShopField } from './shop-field.tsx';
import { useShopPage } from './shop-context.ts';
import { useShopField } from './use-shop-field.ts';
import styles from './shop.module.css';

type Place = ReturnType<typeof placesOf>[number];

/** Where stock lies: names, addresses, their order; a place that still holds stock stays. */
export function PlacesSection() {
  const { t } = useTranslation('shop');
  const { shop, editable } = useShopPage().detail;
  const places = placesOf(shop);
  return (
    <>
      <p className={styles.hint}>{t('places.hint')}</p>
      <ul className={styles.entries}>
        {places.map((place, at) => {
          const { id, ...entry } = place;
          return (
            <EntryLine key={id} path={`locations/${id}`} name={place.name} entry={entry} order={<OrderButtons collection="locations" entries={places} at={at} />}>
              <PlaceFields place={place} />
            </EntryLine>
          );
        })}
      </ul>
      {editable && <p><AddEntry collection="locations" action={t('places.add')} label={t('places.name')} make={(name) => ({ position: (places.at(-1)?.position ?? -1) + 1, name, address: null })} /></p>}
    </>
  );
}

function PlaceFields({ place }: { place: Place }) {
  const { t } = useTranslation('shop');
  const name = useShopField<string>({ path: `locations/${place.id}/name`, value: place.name, write: (text) => text, read: neededText(t, 120), label: t('places.name') });
  const address = useShopField<string | null>({ path: `locations/${place.id}/address`, value: place.address, write: (text) => text ?? '', read: optionalText(t, 500), label: t('places.address') });
  return (
    <div className={styles.two}>
      <ShopField field={name} />
      <ShopField field={address} />
    </div>
  );
}
