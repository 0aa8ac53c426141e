import { declareShortcuts } from '#renderer/lib/shortcuts.ts';

/** Keys of the conversations: the same in the list and in the one that is open; silent while somebody writes. */
declareShortcuts([
  { id: 'messaging.next', keys: 'J', scope: 'messaging', hint: true },
  { id: 'messaging.previous', keys: 'K', scope: 'messaging', hint: true },
  { id: 'messaging.reply', keys: 'R', scope: 'messaging', hint: true },
  { id: 'messaging.note', keys: 'N', scope: 'messaging' },
  { id: 'messaging.resolve', keys: 'E', scope: 'messaging', hint: true },
  { id: 'messaging.snooze', keys: 'H', scope: 'messaging', hint: true },
  { id: 'messaging.take', keys: 'A', scope: 'messaging', hint: true },
  { id: 'messaging.search', keys: '/', scope: 'messaging' },
  { id: 'messaging.details', keys: 'I', scope: 'messaging' },
  { id: 'messaging.send', keys: 'Mod+Enter', scope: 'messaging', inFields: true },
  { id: 'messaging.unsend', keys: 'Mod+Z', scope: 'messaging' },
  ...([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map((digit) => ({ id: `messaging.canned${digit}`, keys: `Mod+Alt+${digit}`, scope: 'messaging', inFields: true })),
]);
