import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

declareShortcuts([{ id: 'bulk.apply', keys: 'Mod+Enter', scope: 'product', inFields: true }]);
