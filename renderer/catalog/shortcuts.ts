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
  { id: 'catalog.duplicates', keys: 'D', scope: 'catalog' },
  { id: 'catalog.jobs', keys: 'J', scope: 'catalog' },
  { id: 'catalog.back', keys: 'Escape', scope: 'product' },
]);
