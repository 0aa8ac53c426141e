import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandOf, strokeOf, type Stroke } from '#renderer/catalog/components/grid/keyboard.ts';

const bounds = { rows: 100, cols: 8, pageRows: 20 };
const stroke = (key: string, with_: Partial<Stroke> = {}): Stroke => ({ key, ctrl: false, shift: false, alt: false, ...with_ });
const at = { row: 50, col: 3 };

test.each([
  { key: 'ArrowDown', to: { row: 51, col: 3 } },
  { key: 'ArrowUp', to: { row: 49, col: 3 } },
  { key: 'ArrowRight', to: { row: 50, col: 4 } },
  { key: 'ArrowLeft', to: { row: 50, col: 2 } },
  { key: 'ArrowRight', rtl: true, to: { row: 50, col: 2 } },
  { key: 'ArrowLeft', rtl: true, to: { row: 50, col: 4 } },
  { key: 'PageDown', to: { row: 70, col: 3 } },
  { key: 'PageUp', to: { row: 30, col: 3 } },
  { key: 'Home', to: { row: 50, col: 0 } },
  { key: 'End', to: { row: 50, col: 7 } },
  { key: 'Home', ctrl: true, to: { row: 0, col: 0 } },
  { key: 'End', ctrl: true, to: { row: 99, col: 7 } },
  { key: 'ArrowDown', ctrl: true, to: { row: 99, col: 3 } },
])('PLT-03 $key (ctrl $ctrl, right to left $rtl) moves to $to', ({ key, ctrl = false, rtl = false, to }) =>
  expect(commandOf(stroke(key, { ctrl }), at, bounds, rtl)).toEqual({ do: 'move', to, extend: false }));

test.each([
  { name: 'Enter edits', stroke: stroke('Enter'), command: { do: 'edit', typed: null } },
  { name: 'F2 edits', stroke: stroke('F2'), command: { do: 'edit', typed: null } },
  { name: 'a digit starts an edit with itself', stroke: stroke('7'), command: { do: 'edit', typed: '7' } },
  { name: 'a sign starts a stock movement', stroke: stroke('+', { shift: true }), command: { do: 'edit', typed: '+' } },
  { name: 'Space chooses', stroke: stroke(' '), command: { do: 'toggle' } },
  { name: 'Shift+Space chooses the line too', stroke: stroke(' ', { shift: true }), command: { do: 'toggle' } },
  { name: 'Ctrl+A takes all', stroke: stroke('a', { ctrl: true }), command: { do: 'all' } },
  { name: 'Ctrl+C copies', stroke: stroke('c', { ctrl: true }), command: { do: 'copy' } },
  { name: 'BLK-01 Ctrl+D fills down', stroke: stroke('d', { ctrl: true }), command: { do: 'fill' } },
  { name: 'BLK-01 Delete empties', stroke: stroke('Delete'), command: { do: 'empty' } },
  { name: 'BLK-01 Backspace too, the only such key of some keyboards', stroke: stroke('Backspace'), command: { do: 'empty' } },
  { name: 'BLK-01 Ctrl+Y does again', stroke: stroke('y', { ctrl: true }), command: { do: 'redo' } },
  { name: 'Escape clears', stroke: stroke('Escape'), command: { do: 'clear' } },
  { name: 'a letter is a shortcut, not ours', stroke: stroke('n'), command: null },
  { name: 'Alt belongs to the browser', stroke: stroke('ArrowLeft', { alt: true }), command: null },
  { name: 'Tab leaves the list', stroke: stroke('Tab'), command: null },
])('PLT-03 $name', ({ stroke, command }) => expect(commandOf(stroke, at, bounds, false)).toEqual(command));

test('the header is reached from the first line, and left downwards', () => {
  expect(commandOf(stroke('ArrowUp'), { row: 0, col: 2 }, bounds, false)).toMatchObject({ to: { row: -1, col: 2 } });
  expect(commandOf(stroke('ArrowDown'), { row: -1, col: 2 }, bounds, false)).toMatchObject({ to: { row: 0, col: 2 } });
  expect(commandOf(stroke('ArrowUp', { shift: true }), { row: 0, col: 2 }, bounds, false)).toMatchObject({ to: { row: 0 }, extend: true });
});

test.each([
  { key: 'ArrowRight', to: { row: 50, col: 4 } },
  { key: 'ArrowRight', rtl: true, to: { row: 50, col: 2 } },
  { key: 'ArrowLeft', ctrl: true, to: { row: 50, col: 0 } },
  { key: 'ArrowDown', to: { row: 51, col: 3 } },
  { key: 'ArrowDown', ctrl: true, to: { row: 99, col: 3 } },
  { key: 'End', to: { row: 50, col: 7 } },
  { key: 'Home', ctrl: true, to: { row: 0, col: 0 } },
])('BLK-01 Shift+$key (ctrl $ctrl, right to left $rtl) extends to $to', ({ key, ctrl = false, rtl = false, to }) =>
  expect(commandOf(stroke(key, { ctrl, shift: true }), at, bounds, rtl)).toEqual({ do: 'move', to, extend: true }));

test('BLK-01 on an Arabic keyboard Ctrl+D is where it is on a Latin one', () => {
  const pressed = { key: 'ي', code: 'KeyD', ctrlKey: true, metaKey: false, shiftKey: false, altKey: false };
  expect(strokeOf(pressed)).toEqual(stroke('d', { ctrl: true }));
  expect(strokeOf({ ...pressed, ctrlKey: false })).toEqual(stroke('ي'));
});

test('no key leads outside the list', () =>
  fc.assert(fc.property(
    fc.constantFrom('ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'), fc.boolean(), fc.boolean(), fc.boolean(),
    fc.integer({ min: -1, max: 99 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 100 }),
    (key, ctrl, shift, rtl, row, col, rows) => {
      const command = commandOf(stroke(key, { ctrl, shift }), { row: Math.min(row, rows - 1), col }, { ...bounds, rows }, rtl);
      if (command?.do !== 'move') throw new Error('expected a move');
      expect(command.to.row).toBeGreaterThanOrEqual(-1);
      expect(command.to.row).toBeLessThan(Math.max(rows, 1));
      expect(command.to.col).toBeGreaterThanOrEqual(0);
      expect(command.to.col).toBeLessThan(8);
    },
  )));
