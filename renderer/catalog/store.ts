import { create } from 'zustand';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { RowWindow } from '#renderer/lib/rows/row-window.ts';
import { nothing, type Selection } from './components/grid/selection.ts';
import { forgetDone } from './done.ts';

type CatalogState = {
  /** Whose list this is, and of which shop; another account or shop starts afresh. */
  readonly account: string | null;
  /** Lines, scroll position: still there when somebody comes back from a product. */
  readonly window: RowWindow<ProductRow>;
  readonly selection: Selection;
  readonly activeId: string | null;
  /** While lines are edited that would move: the list whose order stands still, and the name the data process knows it by. */
  readonly hold: { readonly key: string; readonly name: string } | null;
  /** Where the list was left, for the way back. */
  readonly listHref: string;
};

export const useCatalog = create<CatalogState>(() => ({ account: null, window: new RowWindow<ProductRow>(({ id }) => id), selection: nothing, activeId: null, hold: null, listHref: '#/catalog' }));

/** Called with whoever is signed in and the shop they look at: nothing of one list, and nothing chosen in it, is seen in the next. */
export function catalogFor(account: string): void {
  if (useCatalog.getState().account === account) return;
  forgetDone();
  useCatalog.setState({ account, window: new RowWindow<ProductRow>(({ id }) => id), selection: nothing, activeId: null, hold: null, listHref: '#/catalog' });
}
