import { useTranslation } from 'react-i18next';
import { useShortcut, keysOf } from '#renderer/lib/shortcuts.ts';
import { keyParts } from '#renderer/lib/keys.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { Marked } from '../grid/model.ts';
import type { Sheet } from './use-sheet.ts';

/** What can be done with marked cells, also from the palette; with the keys, the list does most of it itself. */
export function useSheetKeys(sheet: Sheet, marked: () => Marked<ProductRow> | null, mayEdit: boolean): void {
  const { t } = useTranslation('catalog');
  const withMarked = (work: (cells: Marked<ProductRow>) => void) => () => {
    const cells = marked();
    if (cells) work(cells);
  };
  const paste = async (cells: Marked<ProductRow>) => {
    try {
      await sheet.pasteText(cells, await navigator.clipboard.readText());
    } catch (cause) {
      // Reading the clipboard unasked is refused by the desktop shell, and by browsers until somebody allows it; the keys need no permission.
      if (!(cause instanceof DOMException)) throw cause;
      const keys = keyParts(keysOf('catalog.pasteCells')).map((part) => (part.kind === 'sign' ? part.sign : part.name)).join(' ');
      showToast({ tone: 'info', text: t('sheet.pasteByKeys', { keys }) });
    }
  };
  useShortcut('catalog.copyCells', withMarked((cells) => void sheet.copyNow(cells)));
  useShortcut('catalog.cutCells', withMarked((cells) => void sheet.cutNow(cells)), { enabled: mayEdit });
  useShortcut('catalog.pasteCells', withMarked((cells) => void paste(cells)), { enabled: mayEdit });
  useShortcut('catalog.fillDown', withMarked((cells) => sheet.actions.fill(cells, null)), { enabled: mayEdit });
  useShortcut('catalog.emptyCells', withMarked((cells) => sheet.actions.empty(cells)), { enabled: mayEdit });
  useShortcut('catalog.undoEdit', () => void sheet.undo.undoLast(), { enabled: mayEdit });
  useShortcut('catalog.redoEdit', () => void sheet.undo.redoLast(), { enabled: mayEdit });
}
