import type { Category, CategoryId } from '#shared/catalog/model.ts';

/** A category before it has numbers and bounds. */
export type TreeNode = { readonly name: Category['name']; readonly key: string | null; readonly facet: string | null; readonly children: TreeNode[] };

/** The id of a category follows from its number, so that products can name it without looking it up. */
export const categoryIdOfNumber = (number: number): CategoryId => `0190c0de-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as CategoryId;

/**
 * Numbers a forest from 1 in reading order and gives every node its nested-set bounds (every bound from 1 to twice the
 * number of nodes is used once) and its path from the root.
 *
 * @param visit told each node with its category, in the order of the numbers
 */
export function numberTree(roots: readonly TreeNode[], visit?: (node: TreeNode, category: Category) => void): Category[] {
  const categories: Category[] = [];
  let bound = 0;
  const walk = (node: TreeNode, parent: Category | null): void => {
    const number = categories.length + 1;
    const { name } = node;
    const path = parent === null ? name : { fr: `${parent.path.fr} > ${name.fr}`, en: `${parent.path.en} > ${name.en}`, ar: `${parent.path.ar} > ${name.ar}` };
    const category: Category = { id: categoryIdOfNumber(number), number, parentId: parent?.id ?? null, lft: ++bound, rgt: 0, depth: parent === null ? 0 : parent.depth + 1, path, name };
    categories.push(category);
    visit?.(node, category);
    for (const child of node.children) walk(child, category);
    category.rgt = ++bound;
  };
  for (const root of roots) walk(root, null);
  return categories;
}
