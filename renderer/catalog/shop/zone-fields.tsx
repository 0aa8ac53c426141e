import { useTranslation } from 'react-i18next';
import { amountForEditing, decimalSignOf } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ShippingProfile } from '#shared/catalog/shop-model.ts';
import { exponentOf, parseAmount, type Minor } from '#shared/kernel/money.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { wholeNumber } from './read-field.ts';
import { useShopPage } from './shop-context.ts';
import { ShopField } from './shop-field.tsx';
import { useShopField } from './use-shop-field.ts';
import styles from './shop.module.css';

type Zones = ShippingProfile['zones'];
type Zone = Zones[number];
type Part = { name: string; label: string; write: (zone: Zone) => string; read: (text: string) => Result<Partial<Zone>, string> };

/** The countries of one zone, what sending there costs, from when it is free, and how many days it takes. */
export function ZoneFields({ profile, at }: { profile: ShippingProfile & { id: string }; at: number }) {
  const { t } = useTranslation(['shop', 'common']);
  const locale = useLocale();
  const { currency } = useShopPage().detail.shop;
  const zone = profile.zones[at]!;
  const amount = (text: string): Result<Minor, string> => {
    const read = parseAmount(text, currency, decimalSignOf(locale));
    return read.ok ? ok(read.value) : err(t(`common:amount.${read.error.code}`, { count: exponentOf(currency), currency }));
  };
  const day = (which: 0 | 1) => (text: string): Result<Partial<Zone>, string> => {
    const read = wholeNumber(t, 0, 365)(text);
    return read.ok ? ok({ days: which === 0 ? [read.value, Math.max(read.value, zone.days[1])] : [zone.days[0], read.value] }) : read;
  };
  const countries = useZonePart(profile, at, {
    name: 'countries', label: t('shipping.countries'), write: (of) => of.countries.join(', '),
    read: (text) => {
      const codes = [...new Set(text.toUpperCase().split(/[\s,;،]+/).filter((code) => code !== ''))];
      return codes.length > 0 && codes.every((code) => /^([A-Z]{2}|\*)$/.test(code)) ? ok({ countries: codes }) : err(t('shipping.countriesWrong'));
    },
  });
  const price = useZonePart(profile, at, {
    name: 'price', label: t('shipping.price'), write: (of) => amountForEditing(of.price, currency, locale),
    read: (text) => {
      const read = amount(text);
      return read.ok ? ok({ price: read.value }) : read;
    },
  });
  const freeFrom = useZonePart(profile, at, {
    name: 'freeFrom', label: t('shipping.freeFrom'), write: (of) => (of.freeFrom === null ? '' : amountForEditing(of.freeFrom, currency, locale)),
    read: (text) => {
      if (text.trim() === '') return ok({ freeFrom: null });
      const read = amount(text);
      return read.ok ? ok({ freeFrom: read.value }) : read;
    },
  });
  const first = useZonePart(profile, at, { name: 'first', label: t('shipping.daysFrom'), write: (of) => String(of.days[0]), read: day(0) });
  const last = useZonePart(profile, at, { name: 'last', label: t('shipping.daysTo'), write: (of) => String(of.days[1]), read: day(1) });
  return (
    <div className={styles.zoneFields}>
      <ShopField field={countries} dir="ltr" description={t('shipping.countriesHint')} />
      <ShopField field={price} figures inputMode="decimal" unit={currency} />
      <ShopField field={freeFrom} figures inputMode="decimal" unit={currency} />
      <ShopField field={first} figures inputMode="numeric" />
      <ShopField field={last} figures inputMode="numeric" />
    </div>
  );
}

/** All zones of a profile are one value: the first that names a country holds, so they only make sense together. */
function useZonePart({ id, zones }: ShippingProfile & { id: string }, at: number, { name, label, write, read }: Part) {
  return useShopField<Zones>({
    path: `shippingProfiles/${id}/zones`, draft: `${at}/${name}`, value: zones, label,
    write: (all) => (all[at] === undefined ? '' : write(all[at])),
    read: (text) => {
      const part = read(text);
      return part.ok ? ok(zones.map((zone, other) => (other === at ? { ...zone, ...part.value } : zone))) : part;
    },
  });
}
