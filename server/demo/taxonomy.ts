import type { Category, CategoryId } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import { withAttributes } from './category-attributes.ts';
import { numberTree, type TreeNode } from './nested-set.ts';
import { linesOf, said } from './words.ts';

/** As many categories as the public taxonomy of Google has, so that screens and searches meet the real size. */
export const TAXONOMY_NODES = 5_595;

export type Taxonomy = {
  readonly categories: readonly Category[];
  /** The category of a product type, narrowed by the facet values that fit (`robe` with `coton` is "Cotton dresses"). */
  find(key: string, facets: readonly string[]): CategoryId | null;
  byId(id: CategoryId): Category | null;
};

type Facet = ReadonlyMap<string, Category['name']>;
type Words = Category['name'];
type Draft = TreeNode & { readonly facets: readonly string[]; readonly plain: Words; readonly applied: readonly Words[] };


function readFacets(): Map<string, Facet> {
  const facets = new Map<string, Map<string, Words>>();
  let current: Map<string, Words> | null = null;
  for (const { text, where } of linesOf('facets.txt')) {
    const heading = /^\[([a-z]+)\]$/.exec(text);
    if (heading) facets.set(heading[1]!, (current = new Map()));
    else {
      const value = /^([a-z0-9]+) = (.+)$/.exec(text);
      assert(value && current, () => `${where}: expected \`key = fr | en | ar\` under a [facet]`);
      current.set(value[1]!, said({ text: value[2]!, where }));
    }
  }
  return facets;
}

function readTree(): Draft[] {
  const roots: Draft[] = [];
  const open: Draft[] = [];
  for (const { text, where } of linesOf('taxonomy.txt')) {
    const match = /^( *)([^#*]+?)(?: #([a-z-]+))?(?: \* ([a-z ]+))?$/.exec(text);
    assert(match && match[1]!.length % 2 === 0 && match[1]!.length / 2 <= open.length, () => `${where}: not a line of the tree`);
    const name = said({ text: match[2]!, where });
    const node: Draft = { name, plain: name, applied: [], key: match[3] ?? null, facet: null, facets: match[4]?.split(' ') ?? [], children: [] };
    open.length = match[1]!.length / 2;
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

/** Small first letter, unless the word is written in capitals throughout or is a name of its own (T-shirts, DIY). */
const small = (text: string): string => (/^(?!(Berber|Andalusian|French|Arabic|English|Amazigh|Moroccan|Christmas|Ramadan)\b)([A-Z](?![A-Z-])|É)/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text);
const fill = (template: string, name: string): string => template.replace('~', template.startsWith('~') ? name : small(name));
const large = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

const forWhom = ({ en }: Words): boolean => en.includes("s' ~") || en.includes("'s ~");

/** In English the words go in front, the last one first, and for whom it is before all: "Men's linen shirts", "Large stoneware pots". */
function nameWith(plain: Words, applied: readonly Words[]): Words {
  let { fr, en, ar } = plain;
  for (const facet of applied) {
    fr = fill(facet.fr, fr);
    ar = fill(facet.ar, ar);
  }
  for (const facet of [...applied.filter((words) => !forWhom(words)), ...applied.filter(forWhom)]) en = fill(facet.en, en);
  return { fr: large(fr), en: large(en), ar };
}

/**
 * The demo marketplace's categories: a hand-written tree crossed with facets (material, style, audience…), 5,595 in all, six levels deep.
 * Every leaf is crossed with its first facet; second facets follow one leaf of the whole tree after the other, every fourth
 * leaf at a time, until the number is reached. No chance is involved.
 */
export function buildTaxonomy(): Taxonomy {
  const facets = readFacets();
  const roots = readTree();
  let count = 0;
  const leaves: Draft[] = [];
  const walk = (node: Draft): void => {
    count++;
    if (node.facets.length > 0) leaves.push(node);
    for (const child of node.children) walk(child as Draft);
  };
  roots.forEach(walk);

  const cross = (node: Draft, name: string, rest: readonly string[]): Draft[] => {
    const facet = facets.get(name);
    assert(facet, () => `taxonomy.txt: no facet [${name}]`);
    const made: Draft[] = [];
    for (const [key, words] of facet) {
      if (count >= TAXONOMY_NODES) break;
      count++;
      const applied = [...node.applied, words];
      made.push({ name: nameWith(node.plain, applied), plain: node.plain, applied, key: null, facet: key, facets: rest, children: [] });
    }
    node.children.push(...made);
    return made;
  };
  const second: Draft[][] = leaves.map((leaf) => cross(leaf, leaf.facets[0]!, leaf.facets.slice(1)));
  for (let turn = 0; turn < 4; turn++) {
    for (let i = turn; i < second.length; i += 4) for (const node of second[i]!) if (node.facets.length > 0) cross(node, node.facets[0]!, []);
  }
  assert(count === TAXONOMY_NODES, () => `the category tree and its facets give ${count} nodes, ${TAXONOMY_NODES} are wanted`);

  const byKey = new Map<string, TreeNode>();
  const ids = new Map<TreeNode, CategoryId>();
  const categories = numberTree(roots, (node, category) => {
    ids.set(node, category.id);
    if (node.key !== null) byKey.set(node.key, node);
  });
  const complete = withAttributes(categories, 'category-attributes.txt', true);
  const byId = new Map(complete.map((category) => [category.id, category]));
  return {
    categories: complete,
    byId: (id) => byId.get(id) ?? null,
    find(key, values) {
      let node = byKey.get(key);
      if (node === undefined) return null;
      for (;;) {
        const deeper: TreeNode | undefined = node.children.find(({ facet }) => facet !== null && values.includes(facet));
        if (deeper === undefined) return ids.get(node)!;
        node = deeper;
      }
    },
  };
}
