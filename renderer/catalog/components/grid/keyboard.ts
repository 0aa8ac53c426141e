/** Where the keyboard is: a line and a column, both from 0. Line -1 is the header. */
export type Cell = { readonly row: number; readonly col: number };
export type Bounds = { readonly rows: number; readonly cols: number; readonly pageRows: number };

/**
 * What a key means in a grid, before anybody acts on it. `extend`: from where it began to here, cells or lines. Source: WAI-ARIA Authoring Practices, grid pattern.
 */
export type Command =
  | { readonly do: 'move'; readonly to: Cell; readonly extend: boolean }
  | { readonly do: 'edit'; readonly typed: string | null }
  | { readonly do: 'toggle' }
  | { readonly do: 'all' }
  | { readonly do: 'copy' }
  | { readonly do: 'fill' }
  | { readonly do: 'empty' }
  | { readonly do: 'redo' }
  | { readonly do: 'clear' };

export type Stroke = { readonly key: string; readonly ctrl: boolean; readonly shift: boolean; readonly alt: boolean };

type Pressed = { readonly key: string; readonly code: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly shiftKey: boolean; readonly altKey: boolean };

/** A key press as the grid reads it: with Ctrl, a letter of another script is the one that stands in its place on a Latin keyboard. */
export function strokeOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: Pressed): Stroke {
  const ctrl = ctrlKey || metaKey;
  const latin = /^Key([A-Z])$/.exec(code)?.[1];
  return { key: ctrl && latin !== undefined && key.length === 1 && !/[a-z]/i.test(key) ? latin.toLowerCase() : key, ctrl, shift: shiftKey, alt: altKey };
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), Math.max(low, high));

/**
 * Reads one key press. `null`: not ours, let it through.
 *
 * @param rtl in a right-to-left page the left arrow leads to the next column
 */
export function commandOf(stroke: Stroke, active: Cell, bounds: Bounds, rtl: boolean): Command | null {
  const { key, ctrl, shift, alt } = stroke;
  if (alt) return null;
  const to = (row: number, col: number, extend = false): Command => ({
    do: 'move',
    to: { row: clamp(row, -1, bounds.rows - 1), col: clamp(col, 0, bounds.cols - 1) },
    extend: extend && row >= 0,
  });
  // In the header there is no line to page from: the first page starts at the first line.
  const { row, col } = active;
  const forward = rtl ? 'ArrowLeft' : 'ArrowRight';
  const backward = rtl ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case 'ArrowDown': return to(ctrl ? bounds.rows - 1 : row + 1, col, shift);
    case 'ArrowUp': return to(ctrl ? 0 : shift ? Math.max(0, row - 1) : row - 1, col, shift);
    case forward: return to(row, ctrl ? bounds.cols - 1 : col + 1, shift);
    case backward: return to(row, ctrl ? 0 : col - 1, shift);
    case 'PageDown': return to(Math.max(0, row) + bounds.pageRows, col, shift);
    case 'PageUp': return to(Math.max(0, row - bounds.pageRows), col, shift);
    case 'Home': return ctrl ? to(0, 0, shift) : to(row, 0, shift);
    case 'End': return ctrl ? to(bounds.rows - 1, bounds.cols - 1, shift) : to(row, bounds.cols - 1, shift);
    case 'Enter': case 'F2': return ctrl || shift ? null : { do: 'edit', typed: null };
    case ' ': return ctrl ? null : { do: 'toggle' };
    case 'Escape': return { do: 'clear' };
    case 'Delete': case 'Backspace': return ctrl || shift ? null : { do: 'empty' };
    default:
      if (ctrl && !shift && key.toLowerCase() === 'a') return { do: 'all' };
      if (ctrl && !shift && key.toLowerCase() === 'c') return { do: 'copy' };
      if (ctrl && !shift && key.toLowerCase() === 'd') return { do: 'fill' };
      if (ctrl && !shift && key.toLowerCase() === 'y') return { do: 'redo' };
      // Digits and signs start an edit at once, as in a spreadsheet; letters stay free for shortcuts.
      if (!ctrl && /^[\d\u0660-\u0669+\-=,.]$/.test(key)) return { do: 'edit', typed: key };
      return null;
  }
}
