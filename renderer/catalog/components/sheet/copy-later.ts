import type { ProductRow } from '#shared/catalog/contract.ts';
import type { Marked } from '../grid/model.ts';
import { copied } from './clipboard.ts';

/**
 * Copies lines that are not at hand yet: the clipboard is opened at once, while the key press still allows it, and filled when they arrive.
 *
 * @returns whether the window was allowed to
 */
export async function copyLater(lines: Promise<readonly ProductRow[] | null>, marked: Marked<ProductRow>): Promise<boolean> {
  const part = (kind: 'plain' | 'html', type: string): Promise<Blob> =>
    lines.then((there) => new Blob([there === null ? '' : (copied(there, marked)[kind] ?? copied(there, marked).plain)], { type }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': part('plain', 'text/plain'), 'text/html': part('html', 'text/html') })]);
    return (await lines) !== null;
  } catch (cause) {
    // The browser may refuse the clipboard to a window without focus or permission: said by the caller, with another way.
    if (!(cause instanceof DOMException)) throw cause;
    return false;
  }
}
