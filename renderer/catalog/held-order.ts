import { useCatalog } from './store.ts';

/** The name under which the order of this list stands still; null: it follows every change. */
export const heldIn = (key: string): string | null => {
  const { hold } = useCatalog.getState();
  return hold?.key === key ? hold.name : null;
};
