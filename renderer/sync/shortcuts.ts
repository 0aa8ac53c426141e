import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

declareShortcuts([
  { id: 'sync.next', keys: 'J', scope: 'sync', hint: true },
  { id: 'sync.previous', keys: 'K', scope: 'sync', hint: true },
  { id: 'sync.mine', keys: 'M', scope: 'sync', hint: true },
  { id: 'sync.theirs', keys: 'T', scope: 'sync', hint: true },
  { id: 'sync.other', keys: 'E', scope: 'sync' },
  { id: 'sync.apply', keys: 'Enter', scope: 'sync', hint: true },
  { id: 'sync.alike', keys: 'A', scope: 'sync' },
  { id: 'sync.undo', keys: 'U', scope: 'sync' },
  { id: 'sync.open', keys: 'O', scope: 'sync' },
]);
