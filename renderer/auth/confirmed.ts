import { create } from 'zustand';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { ask, type ChannelName, type Input, type Output } from '#renderer/lib/client.ts';

type Waiting = { /** Whoever asked goes on, or gives up. */ readonly answer: (given: boolean) => void } | null;

/** Whether the password is being asked for once more, for something that is under way. */
export const useConfirmation = create<{ waiting: Waiting }>(() => ({ waiting: null }));

const passwordAgain = (): Promise<boolean> =>
  new Promise((resolve) => {
    // Two things at once that want the password want it once.
    const before = useConfirmation.getState().waiting;
    const mine: Waiting = {
      answer: (given) => {
        before?.answer(given);
        // An answer that comes after the dialog was closed finds another one there, and leaves it alone.
        useConfirmation.setState(({ waiting }) => (waiting === mine ? { waiting: null } : {}));
        resolve(given);
      },
    };
    useConfirmation.setState({ waiting: mine });
  });

/**
 * Asks for something that may want the password once more: where it does, the person is asked for it and the question is put again.
 * Given up, the refusal (`confirm-first`) is the answer, and nothing has happened.
 */
export async function askConfirmed<K extends ChannelName>(channel: K, input: Input<K>): Promise<Result<Output<K>, AppError>> {
  const first = await ask(channel, input);
  if (first.ok || first.error.rule !== 'confirm-first') return first;
  return (await passwordAgain()) ? ask(channel, input) : first;
}
