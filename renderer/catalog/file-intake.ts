import { create } from 'zustand';
import { ask } from '#renderer/lib/client.ts';
import { sendFile } from '#renderer/lib/send-file.ts';
import { checkFileSize } from '#shared/catalog/file-rules.ts';
import type { DigitalFile } from '#shared/catalog/kind-model.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';

/** What a person chose: a file, or something that is none. */
export type Chosen = { readonly name: string; readonly file: File | null };
/** A chosen file that is being read, or could not be taken in. */
export type Intake = { readonly id: string; readonly productId: ProductId; readonly name: string; readonly bytes: number; readonly read: number; readonly error: AppError | null };
type Kept = Omit<DigitalFile, 'position'>;

/** Outside of any page: reading a large file goes on while the seller looks at something else, and is seen again on coming back. */
export const useIntakes = create<{ readonly intakes: readonly Intake[] }>(() => ({ intakes: [] }));
const put = (intake: Intake) => useIntakes.setState(({ intakes }) => ({ intakes: intakes.some(({ id }) => id === intake.id) ? intakes.map((one) => (one.id === intake.id ? intake : one)) : [...intakes, intake] }));
const isThere = (id: string) => useIntakes.getState().intakes.some((one) => one.id === id);

/** Stops reading a file, or takes its refusal off the screen. */
export const dismissIntake = (id: string): void => useIntakes.setState(({ intakes }) => ({ intakes: intakes.filter((one) => one.id !== id) }));

const unreadable: AppError = { code: 'rule-broken', field: 'files', rule: 'file-unreadable' };
/** After the data process came back a file is read from its start again, so often at most. */
const MOST_STARTS = 3;
let lastId = 0;

/**
 * Reads chosen files piece by piece, one after the other, and hands each to the data process; a refused one stays in the list with its reason.
 *
 * @param keep what to do with each that was taken in: the edit of the product
 */
export async function takeIn(productId: ProductId, chosen: readonly Chosen[], keep: (file: Kept) => Promise<Result<unknown, AppError>>): Promise<void> {
  const waiting = chosen.map(({ name, file }) => {
    // What cannot be taken in is said at once, not when its turn comes.
    const error = file === null ? unreadable : checkFileSize(file.size, 'files');
    return { file, intake: { id: String(++lastId), productId, name, bytes: file?.size ?? 0, read: 0, error } satisfies Intake };
  });
  for (const { intake } of waiting) put(intake);
  for (const { file, intake } of waiting) {
    if (file === null || intake.error !== null || !isThere(intake.id)) continue;
    const taken = await readWhole(intake, file);
    const done = taken.ok && taken.value !== null ? await keep(taken.value) : taken;
    if (done.ok) dismissIntake(intake.id);
    else if (isThere(intake.id)) put({ ...intake, error: done.error });
  }
}

/** @returns null when the person stopped it */
async function readWhole(intake: Intake, file: File): Promise<Result<Kept | null, AppError>> {
  for (let starts = 1; ; starts++) {
    const taken = await readOnce(intake, file);
    const again = !taken.ok && (taken.error.rule === 'intake-gone' || taken.error.rule === 'line-broken');
    if (!again || starts === MOST_STARTS) return taken;
  }
}

async function readOnce(intake: Intake, file: File): Promise<Result<Kept | null, AppError>> {
  const isWanted = () => isThere(intake.id);
  const onHeld = (read: number) => {
    if (isWanted()) put({ ...intake, read });
  };
  const sent = await sendFile(file, { what: 'product-file', productId: intake.productId }, { isWanted, onHeld });
  if (!sent.ok) return sent;
  return sent.value === null ? ok(null) : ask('catalog.keepFile', { intake: sent.value.intake, productId: intake.productId });
}
