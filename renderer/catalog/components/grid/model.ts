import type { ReactNode } from 'react';
import type { ColumnShape } from './columns.ts';
import type { Area } from './range.ts';

/** How a cell differs from what everybody else has; drawn as a corner, said as a word. */
export type Mark = 'unsent' | 'conflict' | 'rejected';

/** What an editor in a cell is given. */
export type EditorProps<Row> = {
  readonly row: Row;
  /** The text that opened it: the key pressed, or what was typed before it was refused. Null: start from the value. */
  readonly typed: string | null;
  /** Why the last try was refused. */
  readonly fault: string | null;
  /** Done: the editor goes, and the keyboard moves on (`down` after Enter, `next` or `back` after Tab, `stay`). */
  readonly close: (then: 'down' | 'next' | 'back' | 'stay') => void;
};

/** One column: how it is called, drawn, copied and edited. Renderers are stable functions: lines are drawn again only when they change. */
export type GridColumn<Row> = ColumnShape & {
  readonly title: string;
  /** Drawn in the head instead of the title, which is then only read aloud. */
  readonly head?: ReactNode;
  readonly end?: boolean;
  /** The name the order is asked for by; without it the head cannot be pressed. */
  readonly sortBy?: string;
  /** The cell that names its line for screen readers. */
  readonly names?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** The cell as plain text, for the clipboard. */
  readonly text?: (row: Row) => string;
  readonly mark?: (row: Row) => Mark | undefined;
  readonly editor?: ((props: EditorProps<Row>) => ReactNode) | undefined;
  /** What opens only explains: Tab from one editor to the next passes over it. */
  readonly explains?: boolean;
  /** Whether this line's cell can be edited here. */
  readonly editable?: ((row: Row) => boolean) | undefined;
};

/** A refused edit that waits at its cell, with what was typed. */
export type Held = { readonly text: string; readonly fault: string };

/** Cells somebody works on at once: where they are in the list as it stands, and the columns that are shown. */
export type Marked<Row> = { readonly area: Area; readonly columns: readonly GridColumn<Row>[] };

/** What a list does with marked cells; the grid finds out which, and keeps the keys. */
export type SheetActions<Row> = {
  readonly copy: (marked: Marked<Row>, data: DataTransfer) => void;
  readonly cut: (marked: Marked<Row>, data: DataTransfer) => void;
  readonly paste: (marked: Marked<Row>, data: DataTransfer) => void;
  /** Repeats marked cells over others above or below; without these the first marked line goes down over the rest, or the line above into it. */
  readonly fill: (marked: Marked<Row>, over: Area | null) => void;
  readonly empty: (marked: Marked<Row>) => void;
  readonly redo: () => void;
};

/** Words of the list, in the language of the reader. */
export type GridWords = {
  readonly label: string;
  readonly selectColumn: string;
  readonly mark: Readonly<Record<Mark, string>>;
  readonly resizeHint: string;
  readonly position: (from: number, total: number) => string;
  /** Marked cells, as they are read aloud. */
  readonly marked: (marked: { readonly lines: number; readonly columns: number; readonly from: string; readonly to: string }) => string;
};
