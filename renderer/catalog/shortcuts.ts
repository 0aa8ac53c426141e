import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

/** Keys of the list and of one product; the grid's own keys (arrows, Enter, Space) are the grid pattern's and not remapped. */
declareShortcuts([
  { id: 'catalog.new', keys: 'N', scope: 'catalog', hint: true },
  { id: 'catalog.search', keys: '/', scope: 'catalog', hint: true },
  { id: 'catalog.filter', keys: 'F', scope: 'catalog' },
  { id: 'catalog.open', keys: 'O', scope: 'catalog' },
  { id: 'catalog.panel', keys: 'I', scope: 'catalog' },
  { id: 'catalog.editPrice', keys: 'P', scope: 'catalog' },
  { id: 'catalog.editStock', keys: 'S', scope: 'catalog' },
  { id: 'catalog.editStatus', keys: 'E', scope: 'catalog' },
  { id: 'catalog.change', keys: 'M', scope: 'catalog' },
  { id: 'catalog.duplicates', keys: 'D', scope: 'catalog' },
  { id: 'catalog.import', keys: 'U', scope: 'catalog' },
  { id: 'catalog.export', keys: 'X', scope: 'catalog' },
  { id: 'catalog.jobs', keys: 'J', scope: 'catalog' },
  { id: 'catalog.undoEdit', keys: 'Mod+Z', scope: 'catalog' },
  { id: 'catalog.redoEdit', keys: 'Mod+Shift+Z', scope: 'catalog' },
  { id: 'catalog.markCells', keys: 'Shift+ArrowDown', scope: 'catalog', fixed: true },
  { id: 'catalog.markToEnd', keys: 'Mod+Shift+ArrowDown', scope: 'catalog', fixed: true },
  { id: 'catalog.copyCells', keys: 'Mod+C', scope: 'catalog', fixed: true },
  { id: 'catalog.cutCells', keys: 'Mod+X', scope: 'catalog', fixed: true },
  { id: 'catalog.pasteCells', keys: 'Mod+V', scope: 'catalog', fixed: true },
  { id: 'catalog.fillDown', keys: 'Mod+D', scope: 'catalog', fixed: true },
  { id: 'catalog.emptyCells', keys: 'Delete', scope: 'catalog', fixed: true },
  { id: 'catalog.back', keys: 'Escape', scope: 'product' },
]);
