import type { Product, VariantId } from '#shared/catalog/model.ts';

type Variants = Product['variants'];

/** The variants a picture is of that are still there; none: it is of all. */
export const shownVariants = (assigned: readonly VariantId[] | undefined, variants: Variants): readonly VariantId[] => (assigned ?? []).filter((id) => variants[id] !== undefined);

export type ValueChoice = { readonly value: string; readonly of: readonly VariantId[]; readonly chosen: 'all' | 'some' | 'none' };

/** The values of each option with the variants that have them, and how many of those a picture is of; options in their order, values as they first come. */
export function valueChoices(product: Pick<Product, 'options' | 'variants'>, assigned: readonly VariantId[]): { readonly option: string; readonly values: readonly ValueChoice[] }[] {
  const chosen = new Set(assigned);
  const variants = (Object.entries(product.variants) as [VariantId, Variants[VariantId]][]).toSorted(([, a], [, b]) => a.position - b.position);
  return product.options.map((option, at) => {
    const byValue = new Map<string, VariantId[]>();
    for (const [id, variant] of variants) {
      const value = variant.options[at] ?? '';
      const found = byValue.get(value);
      if (found) found.push(id);
      else byValue.set(value, [id]);
    }
    return {
      option,
      values: [...byValue].map(([value, of]) => {
        const count = of.filter((id) => chosen.has(id)).length;
        return { value, of, chosen: count === 0 ? 'none' : count === of.length ? 'all' : 'some' };
      }),
    };
  });
}

/** With some variants more, or without them, in the order they were chosen. */
export function withVariants(assigned: readonly VariantId[], of: readonly VariantId[], isOn: boolean): VariantId[] {
  const meant = new Set(of);
  const others = assigned.filter((id) => !meant.has(id));
  return isOn ? [...others, ...of] : others;
}
