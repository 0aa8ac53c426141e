import { checkTableSize } from '#shared/bulk/table-size.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { checkOutboxFileSize } from '#shared/sync/outbox-file.ts';
import type { IntakeUse } from '#shared/intake/contract.ts';
import type { Offered } from './keeper.ts';

type Admitting = {
  /** Whether a file of so many bytes may be added to a product. */
  readonly file: (productId: string, bytes: number) => AppError | null;
  readonly picture: (use: Extract<IntakeUse, { what: 'picture' }>, name: string, bytes: number) => AppError | null;
};

/** What each use takes, before the first byte. */
export const admitting = ({ file, picture }: Admitting) => ({ use, name, bytes }: Offered): AppError | null => {
  switch (use.what) {
    case 'table': return checkTableSize(bytes);
    case 'product-file': return file(use.productId, bytes);
    case 'picture': return picture(use, name, bytes);
    case 'outbox': return checkOutboxFileSize(bytes);
  }
};
