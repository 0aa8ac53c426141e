import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

declareShortcuts([{ id: 'import.undoFix', keys: 'Mod+Z', scope: 'product' }]);
