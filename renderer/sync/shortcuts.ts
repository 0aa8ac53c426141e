import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

declareShortcuts([
  { id: 'sync.next', keys: 'J', scope: 'sync', hint: true },
  { id: 'sync.previous', keys: 'K', scope: 'sync', hint: true },
  { id: 'sync.mine', keys: '1', scope: 'sync', hint: true },
  { id: 'sync.theirs', keys: '2', scope: 'sync', hint: true },
  { id: 'sync.other', keys: '3', scope: 'sync', hint: true },
  { id: 'sync.apply', keys: 'Enter', scope: 'sync', hint: true },
  { id: 'sync.alike', keys: 'A', scope: 'sync', hint: true },
  { id: 'sync.undo', keys: 'U', scope: 'sync' },
  { id: 'sync.retry', keys: 'R', scope: 'sync' },
  { id: 'sync.open', keys: 'O', scope: 'sync' },
]);
