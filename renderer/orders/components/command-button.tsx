import { useState } from 'react';
import { Button, ErrorState, type ButtonProps } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import { useOrderPage } from '../order-context.ts';

type Props = Omit<ButtonProps, 'onPress'> & { command: OrderCommand; said: string };

/** Does one thing to the order that needs no question; absent where it may not be done. */
export function CommandButton({ command, said, ...rest }: Props) {
  const { may, run } = useOrderPage();
  const [error, setError] = useState<AppError | null>(null);
  if (!may(command)) return null;
  return (
    <>
      <Button {...rest} onPress={() => void run(command, said).then(setError)} />
      {error && <ErrorState size="line" error={error} />}
    </>
  );
}
