import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

declareShortcuts([
  { id: 'editor.undo', keys: 'Mod+Z', scope: 'editor' },
  { id: 'editor.redo', keys: 'Mod+Shift+Z', scope: 'editor' },
  { id: 'editor.redoToo', keys: 'Mod+Y', scope: 'editor' },
  { id: 'editor.turnRight', keys: 'R', scope: 'editor' },
  { id: 'editor.turnLeft', keys: 'L', scope: 'editor' },
  { id: 'editor.save', keys: 'Mod+Enter', scope: 'editor', inFields: true },
]);
