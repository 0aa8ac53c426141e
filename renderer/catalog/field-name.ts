import { useTranslation } from 'react-i18next';
import { languageNames } from '#renderer/lib/i18n.ts';
import { locales } from '#shared/auth/model.ts';
import { useAttributeWords } from './attribute-words.ts';

/** What the field at a path is called, as its label on the product page says it: "Couleur", "Titre · Français", "GTIN". */
export function useFieldName(): (path: string) => string {
  const { t, i18n } = useTranslation(['listing', 'catalog']);
  const words = useAttributeWords();
  return (path) => {
    const steps = path.split('/');
    if (steps[0] === 'attributes' && steps[1] !== undefined) return words.name(steps.slice(1).join('/'));
    const field = steps[0] === 'images' && steps[2] === 'variants' ? 'shownVariants' : steps.findLast((step) => i18n.exists(`field.${step}`, { ns: 'listing' }) || i18n.exists(`field.${step}`, { ns: 'catalog' })) ?? 'attributes';
    const name = i18n.exists(`field.${field}`, { ns: 'listing' }) ? t(`listing:field.${field}` as 'listing:field.hours') : t(`catalog:field.${field}` as 'catalog:field.title');
    const language = locales.find((locale) => steps[1] === locale || steps.at(-1) === locale);
    return language === undefined || (steps[0] !== 'texts' && steps[0] !== 'images') ? name : `${name} · ${languageNames[language]}`;
  };
}
