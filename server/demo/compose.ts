import type { Locale } from '#shared/auth/model.ts';
import type { ProductText } from '#shared/catalog/model.ts';
import { between, oneOf, type Draw } from './random.ts';
import type { Colour, Group, Material, ProductType, Said } from './words.ts';

/** What is said about one product, before it is put into words. */
export type Traits = {
  readonly type: ProductType; readonly material: Material; readonly colour: Colour; readonly style: Group['styles'][number]; readonly detail: Said | null; readonly place: Said;
};

const makers: readonly Said[] = [
  { fr: 'un atelier familial de quatre personnes', en: 'a family workshop of four', ar: 'ورشة عائلية من أربعة أشخاص' },
  { fr: 'une coopérative de femmes', en: 'a women’s cooperative', ar: 'تعاونية نسائية' },
  { fr: 'un maître artisan et ses deux apprentis', en: 'a master craftsman and his two apprentices', ar: 'معلم حرفي ومتدربيه' },
  { fr: 'une petite manufacture de quartier', en: 'a small neighbourhood factory', ar: 'مصنع صغير بالحي' },
  { fr: 'notre propre atelier', en: 'our own workshop', ar: 'ورشتنا الخاصة' },
];

const large = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
/** English puts what a thing is made of in front, and where it comes from or what it is about behind. */
const BEHIND = /^(from|with|for|on|of|in|about) /;
const VOWEL = /^[aeiouyhéèêâîôœ]/i;
const demonstrative = (type: ProductType): string => (type.gender.fr === 'f' ? 'Cette' : VOWEL.test(type.noun.fr) ? 'Cet' : 'Ce');

/** The title of a product in one language, as a careful seller would write it. */
export function titleOf({ type, material, colour, style, detail, place }: Traits, locale: Locale): string {
  const { noun, gender, group } = type;
  const aside = detail === null ? '' : detail[locale];
  switch (locale) {
    case 'fr':
      return `${large(noun.fr)} ${style.fr[gender.fr]} ${material.name.fr}${group.coloured ? ` ${colour.fr[gender.fr]}` : ''}${aside && `, ${aside}`}${group.coloured ? '' : `, collection ${place.fr}`}`;
    case 'en': {
      const named = BEHIND.test(material.name.en) ? `${style.en} ${noun.en} ${material.name.en}` : `${style.en} ${material.name.en} ${noun.en}`;
      return `${large(named)}${group.coloured ? `, ${colour.en}` : ''}${aside && `, ${aside}`}${group.coloured ? '' : `, ${place.en} collection`}`;
    }
    case 'ar':
      return `${noun.ar} ${style.ar[gender.ar]} ${material.name.ar}${group.coloured ? ` ${colour.ar[gender.ar]}` : ''}${aside && `، ${aside}`}${group.coloured ? '' : `، مجموعة ${place.ar}`}`;
  }
}

/** The choices a description is made of, drawn once so that the three languages say the same. */
export type Telling = { readonly maker: number; readonly use: number; /** Below 0: nothing is said about it. */ readonly care: number };
export const drawTelling = (draw: Draw, { group }: ProductType): Telling =>
  ({ maker: between(draw, 0, makers.length - 1), use: between(draw, 0, group.uses.length - 1), care: between(draw, -1, group.care.length - 1) });

/** The description of a product in one language, about forty words. */
export function descriptionOf({ type, material, style, place }: Traits, telling: Telling, locale: Locale): string {
  const { noun, gender, group } = type;
  const maker = makers[telling.maker]![locale];
  const use = group.uses[telling.use]!;
  const care = group.care[telling.care];
  switch (locale) {
    case 'fr':
      return `${demonstrative(type)} ${noun.fr} ${style.fr[gender.fr]} est ${group.made.fr[gender.fr]} à ${place.fr} par ${maker}. ${material.note.fr} ${use.fr[gender.fr]}${care ? ` ${care.fr[gender.fr]}` : ''}`;
    case 'en':
      return `This ${style.en} ${noun.en} is ${group.made.en} in ${place.en} by ${maker}. ${material.note.en} ${use.en}${care ? ` ${care.en}` : ''}`;
    case 'ar':
      return `${noun.ar} ${style.ar[gender.ar]} ${group.made.ar[gender.ar]} في ${place.ar} على يد ${maker}. ${material.note.ar} ${use.ar[gender.ar]}${care ? ` ${care.ar[gender.ar]}` : ''}`;
  }
}

export const textOf = (traits: Traits, telling: Telling, locale: Locale): ProductText => ({ title: titleOf(traits, locale), description: descriptionOf(traits, telling, locale) });

/** Draws what a product of this type is like. */
export function drawTraits(draw: Draw, type: ProductType, colours: readonly Colour[], places: readonly Said[]): Traits {
  const { group } = type;
  return { type, material: oneOf(draw, type.materials), colour: oneOf(draw, colours), style: oneOf(draw, group.styles), detail: draw() % 8 === 0 ? null : oneOf(draw, group.details), place: oneOf(draw, places) };
}
