import { fold } from '../kernel/text.ts';
import type { Category } from './model.ts';

/** The columns by which a category is placed in the tree and found, all derived from its record. */
export const projectCategory = (doc: Category) => ({
  id: doc.id as string,
  parent_id: doc.parentId as string | null,
  lft: doc.lft,
  rgt: doc.rgt,
  depth: doc.depth,
  /** Names of all languages, folded for finding. */
  search: fold([doc.name.fr, doc.name.en, doc.name.ar].join(' ')),
});
