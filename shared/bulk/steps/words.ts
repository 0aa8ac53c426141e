import type { Locale } from '../../auth/model.ts';
import type { Product, Variant } from '../../catalog/model.ts';
import type { FieldOp } from '../../sync/model.ts';
import type { WordField } from '../model.ts';

export type Words = { readonly fields: readonly WordField[]; readonly locales: readonly Locale[] };
/** What becomes of a text; `locale` of titles and descriptions, null elsewhere. */
export type Rewrite = (text: string, locale: Locale | null, field: WordField) => string;

/** Rewrites the texts a step is about; only those that come out different make an operation. A tag that comes out empty goes. */
export function rewriteWords(product: Product, { fields, locales }: Words, rewrite: Rewrite): FieldOp[] {
  const ops: FieldOp[] = [];
  const put = (path: string, text: string, locale: Locale | null, field: WordField, ifEmpty: string | null = ''): void => {
    const made = rewrite(text, locale, field);
    const value = made === '' ? ifEmpty : made;
    if (value !== text) ops.push({ op: 'set', path, base: text, value });
  };
  for (const field of fields) {
    switch (field) {
      case 'title':
      case 'description':
        for (const locale of locales) {
          const text = product.texts[locale];
          if (text !== undefined && text[field] !== '') put(`texts/${locale}/${field}`, text[field], locale, field);
        }
        break;
      case 'brand':
        if (product.brand !== null) put('brand', product.brand, null, field, null);
        break;
      case 'sku':
        for (const [id, variant] of Object.entries(product.variants) as [string, Variant][]) put(`variants/${id}/sku`, variant.sku, null, field);
        break;
      case 'tags':
        ops.push(...rewriteTags(product.tags, (tag) => rewrite(tag, null, field)));
        break;
    }
  }
  return ops;
}

function rewriteTags(tags: readonly string[], rewrite: (tag: string) => string): FieldOp[] {
  const made = tags.map((tag) => rewrite(tag).trim());
  const after = new Set(made.filter((tag) => tag !== ''));
  const add = [...after].filter((tag) => !tags.includes(tag));
  const remove = tags.filter((tag) => !after.has(tag));
  return add.length + remove.length === 0 ? [] : [{ op: 'members', path: 'tags', add, remove }];
}
