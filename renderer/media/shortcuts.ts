import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

declareShortcuts([
  { id: 'media.place', keys: 'Mod+Enter', scope: 'pictures', inFields: true, hint: true },
  { id: 'media.dismiss', keys: 'Delete', scope: 'pictures', hint: true },
]);
