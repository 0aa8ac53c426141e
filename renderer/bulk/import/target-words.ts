import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttributeWords } from '#renderer/catalog/attribute-words.ts';
import { languageNames } from '#renderer/lib/i18n.ts';
import type { Choice } from '#renderer/ui/select.tsx';
import { locales } from '#shared/auth/model.ts';
import { lengthUnits, note, ownHeader, plainField, weightUnits, type Target } from '#shared/bulk/mapping/targets.ts';
import { attributeKeys } from '#shared/catalog/attributes.ts';
import type { Currency } from '#shared/kernel/money.ts';

/** What a shop adds to the meanings a column may have: the currencies of its price lists, its places. */
export type ShopTargets = { readonly currencies: readonly Currency[]; readonly places: readonly string[] };

/** Meanings in the order they are offered: what nearly every file has comes first. */
export function offeredTargets({ currencies, places }: ShopTargets): readonly Target[] {
  const languages = [null, ...locales];
  const texts = (['title', 'description'] as const).flatMap((field) => languages.map((locale): Target => ({ field, locale })));
  const amounts = (['price', 'compareAt'] as const).flatMap((field) => [null, ...currencies].map((currency): Target => ({ field, currency })));
  const stocks = [null, ...(places.length > 1 ? places : [])].map((place): Target => ({ field: 'stock', place }));
  const weights = [null, ...weightUnits].map((unit): Target => ({ field: 'weight', unit }));
  const lengths = (['length', 'width', 'height', 'dimensions'] as const).flatMap((field) => [null, ...lengthUnits].map((unit): Target => ({ field, unit })));
  const options = [0, 1, 2].flatMap((at): Target[] => [{ field: 'optionName', at }, { field: 'optionValue', at }]);
  return [
    note, ...texts, { field: 'sku' }, { field: 'gtin' }, ...amounts, ...stocks, ...plainField.options.filter((field) => field !== 'note' && field !== 'sku' && field !== 'gtin').map((field): Target => ({ field })), ...options, ...weights, ...lengths,
    ...attributeKeys.map((key): Target => ({ field: 'attribute', key })),
  ];
}

/** Meanings of columns in words. */
export function useTargetWords(): (target: Target) => string {
  const { t } = useTranslation('import');
  const attributes = useAttributeWords();
  return useMemo(() => {
    const inBrackets = (name: string, detail: string | null): string => (detail === null ? name : t('target.with', { name, detail }));
    return (target) => {
      switch (target.field) {
        case 'title':
        case 'description': return inBrackets(t(`target.${target.field}`), target.locale && languageNames[target.locale]);
        case 'price':
        case 'compareAt': return inBrackets(t(`target.${target.field}`), target.currency);
        case 'stock': return inBrackets(t('target.stock'), target.place);
        case 'weight':
        case 'length':
        case 'width':
        case 'height':
        case 'dimensions': return inBrackets(t(`target.${target.field}`), target.unit);
        case 'optionName':
        case 'optionValue': return t(`target.${target.field}`, { place: target.at + 1 });
        case 'attribute': return t('target.attribute', { name: attributes.name(target.key) });
        default: return t(`target.${target.field}`);
      }
    };
  }, [t, attributes]);
}

/** Meanings to choose from, by the header Comptoir itself would write for them; those given come along where they are not offered anyway. */
export function useTargetChoices(shop: ShopTargets): { readonly choices: readonly Choice[]; readonly targetOf: (id: string) => Target | null } {
  const words = useTargetWords();
  return useMemo(() => {
    const byId = new Map(offeredTargets(shop).map((target) => [ownHeader(target), target]));
    return { choices: [...byId].map(([id, target]) => ({ id, label: words(target) })), targetOf: (id) => byId.get(id) ?? null };
  }, [shop, words]);
}
