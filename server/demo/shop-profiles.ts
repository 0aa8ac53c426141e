import type { Shop } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import { drawFrom, drawnId } from './random.ts';
import { priced } from './priced.ts';
import type { Country } from './country.ts';

/** Value added tax in basis points, standard and reduced, and what the profile is called. Source: the rates published by each country's tax office in 2025. */
const rates: Readonly<Record<string, readonly [name: string, standard: number, reduced: number]>> = {
  MA: ['TVA Maroc', 2_000, 1_000], FR: ['TVA France', 2_000, 550], TN: ['TVA Tunisie', 1_900, 700], DZ: ['TVA Algérie', 1_900, 900], BE: ['TVA Belgique', 2_100, 600], ES: ['IVA España', 2_100, 1_000], IT: ['IVA Italia', 2_200, 1_000],
  SN: ['TVA Sénégal', 1_800, 1_000], CI: ['TVA Côte d’Ivoire', 1_800, 900], GB: ['VAT United Kingdom', 2_000, 500], PT: ['IVA Portugal', 2_300, 600], KW: ['Kuwait', 0, 0], DE: ['USt Deutschland', 1_900, 700], BR: ['ICMS', 1_800, 700],
};
const called = { fr: ['Envoi suivi', 'Grand volume'], en: ['Tracked delivery', 'Bulky goods'], ar: ['شحن متتبَّع', 'أحجام كبيرة'] } as const;

const returnTerms = {
  fr: 'Article non porté, dans son emballage d’origine. Les pièces faites sur mesure ne sont ni reprises ni échangées.',
  en: 'Unused and in its original packaging. Pieces made to measure are neither taken back nor exchanged.',
  ar: 'أن تكون السلعة غير مستعملة وفي غلافها الأصلي. القطع المصنوعة حسب الطلب لا تُسترجع ولا تُستبدل.',
};

/** What a shop charges and pays for sending and tax: at home cheaper and quicker than elsewhere, bulky goods at home only. And how its goods come back. */
export function shopProfiles(country: Pick<Country, 'code' | 'currency' | 'rate' | 'main'>, seed: number, number: number): Pick<Shop, 'taxProfiles' | 'shippingProfiles' | 'returnDays' | 'returnPaidBy' | 'returnTerms'> {
  const draw = drawFrom(seed, 10, number);
  const id = (): string => drawnId(draw, Date.UTC(2024, 5, 1));
  const rate = rates[country.code];
  assert(rate, () => `no tax rates for ${country.code}`);
  const [name, standard, reduced] = rate;
  const cost = (dirhams: number) => priced(dirhams, country, false);
  const [tracked, bulky] = called[country.main];
  return {
    returnDays: 14, returnPaidBy: 'buyer', returnTerms,
    taxProfiles: { [id()]: { position: 0, name, rates: { standard, reduced, zero: 0, exempt: 0 }, included: true } },
    shippingProfiles: {
      [id()]: { position: 0, name: tracked, zones: [{ countries: [country.code], price: cost(35), freeFrom: cost(600), days: [1, 3] }, { countries: ['*'], price: cost(160), freeFrom: null, days: [5, 12] }] },
      [id()]: { position: 1, name: bulky, zones: [{ countries: [country.code], price: cost(190), freeFrom: null, days: [3, 8] }] },
    },
  };
}
