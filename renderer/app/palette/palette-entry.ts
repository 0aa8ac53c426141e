import type { ShownImage } from '#renderer/media/picture.tsx';
import type { LucideIcon } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';

/** One line of the palette: a record to open or a thing to do. */
export type PaletteEntry = {
  readonly id: string;
  readonly kind: 'record' | 'action';
  readonly label: string;
  readonly note?: string;
  /** SKU and the like, drawn left to right. */
  readonly code?: string;
  readonly icon: LucideIcon;
  /** The product's picture and whose it is, shown instead of the icon. */
  readonly image?: { readonly shown: ShownImage; readonly shopId: ShopId } | null;
  /** Price, at the end of the line. */
  readonly amount?: string;
  readonly keys?: string;
  /** Found by its exact code. */
  readonly exact?: boolean;
  readonly run: () => void;
};
