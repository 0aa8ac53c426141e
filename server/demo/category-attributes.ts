import { isAttributeKey } from '#shared/catalog/attributes.ts';
import type { Category } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import { linesOf } from './words.ts';

type Asked = { readonly required: readonly string[]; readonly suggested: readonly string[] };
const none: Asked = { required: [], suggested: [] };

function readLines(file: string): Map<string, Asked> {
  return new Map(linesOf(file).map(({ text, where }) => {
    const [path, ...lists] = text.split('|').map((part) => part.trim());
    assert(lists.length === 2, () => `${where}: path | required | suggested`);
    const [required, suggested] = lists.map((list) => list.split(' ').filter((key) => key !== ''));
    for (const key of [...required!, ...suggested!]) assert(isAttributeKey(key.replace(/^-/, '')), () => `${where}: no attribute \`${key}\``);
    return [path!, { required: required!, suggested: suggested! }];
  }));
}

/**
 * Gives every category the attributes its listings must and should have: its own line of the file and those of everything above it.
 *
 * @param categories parents before their children
 * @param file of `resources/demo`, by English path
 * @param strict whether a path that no category has is a slip of ours rather than of a later edition of the tree
 */
export function withAttributes(categories: readonly Category[], file: string, strict: boolean): Category[] {
  const lines = readLines(file);
  const resolved = new Map<string, Asked>();
  const made = categories.map((category): Category => {
    const above = (category.parentId === null ? undefined : resolved.get(category.parentId)) ?? none;
    const own = lines.get(category.path.en);
    lines.delete(category.path.en);
    const asked = own === undefined ? above : joined(above, own);
    resolved.set(category.id, asked);
    return asked.required.length + asked.suggested.length === 0 ? category : { ...category, attributes: { required: [...asked.required], suggested: [...asked.suggested] } };
  });
  assert(!strict || lines.size === 0, () => `${file}: no category ${[...lines.keys()].join(', ')}`);
  return made;
}

/** What is taken back is not asked for at all; what is required is not suggested besides. */
function joined(above: Asked, own: Asked): Asked {
  const back = new Set([...own.required, ...own.suggested].filter((key) => key.startsWith('-')).map((key) => key.slice(1)));
  const kept = (keys: readonly string[]): string[] => keys.filter((key) => !back.has(key));
  const said = (keys: readonly string[]): string[] => keys.filter((key) => !key.startsWith('-'));
  const required = [...new Set([...kept(above.required), ...said(own.required)])];
  return { required, suggested: [...new Set([...kept(above.suggested), ...said(own.suggested)])].filter((key) => !required.includes(key)) };
}
