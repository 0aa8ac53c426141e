import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

/** Keys of the orders and of one order; the grid's own keys are the grid pattern's and not remapped. */
declareShortcuts([
  { id: 'orders.search', keys: '/', scope: 'orders', hint: true },
  { id: 'orders.filter', keys: 'F', scope: 'orders', hint: true },
  { id: 'orders.open', keys: 'O', scope: 'orders' },
  { id: 'orders.accept', keys: 'A', scope: 'order', hint: true },
  { id: 'orders.ship', keys: 'S', scope: 'order', hint: true },
  { id: 'orders.hold', keys: 'H', scope: 'order', hint: true },
  { id: 'orders.note', keys: 'N', scope: 'order' },
  { id: 'orders.undo', keys: 'Mod+Z', scope: 'order' },
  { id: 'orders.back', keys: 'Escape', scope: 'order' },
]);
