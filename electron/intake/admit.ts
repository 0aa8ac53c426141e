import { checkTableSize } from '#shared/bulk/table-size.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { checkOutboxFileSize } from '#shared/sync/outbox-file.ts';
import type { Offered } from './keeper.ts';

/** What each use takes, before the first byte. @param admitFile whether a file of so many bytes may be added to a product */
export const admitting = (admitFile: (productId: string, bytes: number) => AppError | null) => ({ use, bytes }: Offered): AppError | null => {
  switch (use.what) {
    case 'table': return checkTableSize(bytes);
    case 'product-file': return admitFile(use.productId, bytes);
    case 'outbox': return checkOutboxFileSize(bytes);
  }
};
