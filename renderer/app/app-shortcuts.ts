import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

declareShortcuts([
  { id: 'app.palette', keys: 'Mod+K', scope: 'global', inFields: true },
  { id: 'app.shortcuts', keys: '?', scope: 'global', hint: true },
  { id: 'app.goCatalog', keys: 'Alt+1', scope: 'global' },
  { id: 'app.goShop', keys: 'Alt+3', scope: 'global' },
  { id: 'app.goPictures', keys: 'Alt+4', scope: 'global' },
  { id: 'app.goOrders', keys: 'Alt+5', scope: 'global' },
  { id: 'app.goSync', keys: 'Alt+2', scope: 'global' },
  { id: 'app.goSettings', keys: 'Mod+,', scope: 'global', inFields: true },
  { id: 'app.syncNow', keys: 'Mod+Shift+S', scope: 'global' },
]);
