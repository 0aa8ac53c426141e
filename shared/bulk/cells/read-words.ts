import type { ListingStatus, Product, ProductKind, Variant } from '../../catalog/model.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { fold } from '../../kernel/text.ts';
import type { Fault } from '../problem.ts';

/** The words for one value, parted by blanks or, where they have some, by `|`. */
type Words<T> = readonly (readonly [value: T, words: string])[];
const table = <T>(words: Words<T>): ReadonlyMap<string, T> => new Map(words.flatMap(([value, names]) => names.split('|').map((name) => [fold(name).replace(/[_\s-]+/g, ' '), value] as const)));
function reader<T>(words: Words<T>): (text: string) => Result<T, Fault> {
  const known = table(words);
  return (text) => {
    const value = known.get(fold(text).replace(/[_\s-]+/g, ' '));
    return value === undefined ? err({ rule: 'word-unknown', details: { found: text.trim().slice(0, 40), allowed: words.map(([, names]) => names.split('|')[0]!) } }) : ok(value);
  };
}

/** Yes or no, in the languages files come in. */
export const readYesNo = reader<boolean>([[true, 'yes|true|1|y|x|oui|vrai|o|actif|active|enabled|on|ja|wahr|si|نعم|صحيح|مفعل|منشور'], [false, 'no|false|0|n|-1|non|faux|inactif|inactive|disabled|off|nein|falsch|لا|خطا|غير مفعل']]);

/** What a file says about being sold; how a listing gets there is the marketplace's to decide. */
export const readStatus = reader<ListingStatus>([
  ['draft', 'draft|brouillon|entwurf|unlisted|مسوده'], ['published', 'published|active|actif|publie|online|en ligne|live|منشور|نشط'], ['paused', 'paused|en pause|inactive|inactif|متوقف'], ['archived', 'archived|archive|archivé|مؤرشف'],
  ['submitted', 'submitted'], ['validating', 'validating'], ['in_review', 'in_review'], ['changes_requested', 'changes_requested'], ['approved', 'approved'], ['suspended', 'suspended'], ['rejected', 'rejected'], ['appealed', 'appealed'], ['expired', 'expired'],
]);
export const readCondition = reader<Product['condition']>([['new', 'new|neuf|neuve|neu|1000|جديد'], ['refurbished', 'refurbished|reconditionne|remis a neuf|generaluberholt|2000|2500|مجدد'], ['used', 'used|occasion|usage|d occasion|gebraucht|3000|مستعمل']]);
export const readKind = reader<ProductKind>([['physical', 'physical|physique|simple|شحن|مادي|منتج جاهز'], ['digital', 'digital|numerique|virtual|downloadable|telechargeable|رقمي'], ['service', 'service|booking|reservation|prestation|خدمه']]);
export const readTaxClass = reader<Variant['taxClass']>([['standard', 'standard|normal|taux normal|20|عادي'], ['reduced', 'reduced|reduced rate|reduit|taux reduit|مخفض'], ['zero', 'zero|zero rate|taux zero|0|صفر'], ['exempt', 'exempt|exonere|none|معفى']]);
/** WooCommerce's variations say `parent`: the class of their product, which is to say nothing of their own. */
export const isTaxOfParent = (text: string): boolean => fold(text) === 'parent';
/** Whether more may be sold than there is: Shopify says `continue` and `deny`, WooCommerce `notify`. */
export const readBackorder = reader<boolean>([[true, 'continue|yes|notify|true|1|oui|نعم'], [false, 'deny|no|false|0|non|لا']]);
/** Whether stock is counted: Shopify names who counts. */
export const readTrackStock = reader<boolean>([[true, 'shopify|comptoir|yes|true|1|product|simple|oui|نعم'], [false, 'none|no|false|0|non|لا|not tracked']]);

/** What a row asks for; see `docs/bulk.md`. */
export const rowCommands = ['NEW', 'MERGE', 'UPDATE', 'REPLACE', 'DELETE', 'IGNORE'] as const;
export type RowCommand = (typeof rowCommands)[number];
export const readCommand = reader<RowCommand>([['NEW', 'new|create|add|nouveau|creer|ajouter|جديد'], ['MERGE', 'merge|upsert|fusionner|دمج'], ['UPDATE', 'update|partialupdate|revise|modifier|mettre a jour|تحديث'], ['REPLACE', 'replace|remplacer|استبدال'], ['DELETE', 'delete|remove|end|supprimer|حذف'], ['IGNORE', 'ignore|skip|ignorer|تجاهل']]);

const readKindOfRow = reader<'parent' | 'variant' | 'single'>([['parent', 'variable|parent|product'], ['variant', 'variation|child|variant'], ['single', 'simple|single|standalone|external|grouped']]);
/** What a row is, where the file says so: WooCommerce (`variable`, `variation, virtual`: the first word counts), Amazon (`parent`, `child`), Wix. */
export const readRowKind = (text: string): Result<'parent' | 'variant' | 'single', Fault> => readKindOfRow(text.split(',')[0]!);
