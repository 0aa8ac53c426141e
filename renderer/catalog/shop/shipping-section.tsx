import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '#renderer/ui/index.ts';
import type { ShippingProfile } from '#shared/catalog/shop-model.ts';
import { AddEntry } from './add-entry.tsx';
import { EntryLine } from './entry-line.tsx';
import { inOrder } from './in-order.ts';
import { OrderButtons } from './order-buttons.tsx';
import { neededText } from './read-field.ts';
import { setTo, useSaveOrSay, useShopPage } from './shop-context.ts';
import { ShopConflict } from './shop-conflict.tsx';
import { ShopField } from './shop-field.tsx';
import { useShopField } from './use-shop-field.ts';
import { ZoneFields } from './zone-fields.tsx';
import styles from './shop.module.css';

type Profile = ShippingProfile & { readonly id: string };
const firstZone = (country: string): ShippingProfile['zones'][number] => ({ countries: [country], price: 0 as ShippingProfile['zones'][number]['price'], freeFrom: null, days: [2, 5] });

/** What sending costs and how long it takes, by country; the first profile holds unless a product chooses another. */
export function ShippingSection() {
  const { t } = useTranslation('shop');
  const { shop, editable } = useShopPage().detail;
  const profiles = inOrder(shop.shippingProfiles);
  return (
    <>
      <p className={styles.hint}>{profiles.length === 0 ? t('shipping.none') : t('shipping.hint')}</p>
      <ul className={styles.entries}>
        {profiles.map((profile, at) => (
          <EntryLine key={profile.id} path={`shippingProfiles/${profile.id}`} name={profile.name} entry={shop.shippingProfiles![profile.id]!} order={<OrderButtons collection="shippingProfiles" entries={profiles} at={at} />}>
            <ProfileFields profile={profile} />
          </EntryLine>
        ))}
      </ul>
      {editable && <p data-field="shippingProfiles"><AddEntry collection="shippingProfiles" action={t('shipping.add')} label={t('shipping.name')} make={(name) => ({ position: (profiles.at(-1)?.position ?? -1) + 1, name, zones: [firstZone(shop.country)] })} /></p>}
    </>
  );
}

function ProfileFields({ profile }: { profile: Profile }) {
  const { t } = useTranslation('shop');
  const { detail } = useShopPage();
  const save = useSaveOrSay();
  const path = `shippingProfiles/${profile.id}`;
  const name = useShopField<string>({ path: `${path}/name`, value: profile.name, write: (text) => text, read: neededText(t, 120), label: t('shipping.name') });
  const change = (zones: ShippingProfile['zones']) => void save([setTo(`${path}/zones`, profile.zones, zones)], t('saved', { name: profile.name }));
  const named = new Set(profile.zones.flatMap(({ countries }) => countries));
  return (
    <div className={styles.profile}>
      <ShopField field={name} />
      <ol className={styles.zones}>
        {profile.zones.map((_, at) => (
          // Zones have no names of their own: their place in the list is what they are.
          <li key={at} className={styles.zone}>
            <ZoneFields profile={profile} at={at} />
            {detail.editable && <IconButton size="sm" icon={Trash2} label={t('shipping.removeZone', { nth: at + 1 })} onPress={() => change(profile.zones.filter((__, other) => other !== at))} />}
          </li>
        ))}
      </ol>
      <ShopConflict path={`${path}/zones`} />
      {detail.editable && !named.has('*') && (
        <p><Button size="sm" variant="quiet" icon={Plus} onPress={() => change([...profile.zones, firstZone(named.has(detail.shop.country) ? '*' : detail.shop.country)])}>{t('shipping.addZone')}</Button></p>
      )}
    </div>
  );
}
