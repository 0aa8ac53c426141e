import { useState } from 'react';
import type { Session } from '#shared/auth/contract.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { session } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { useNow } from '#renderer/lib/use-now.ts';

/** Signing in: one attempt at a time, the refusal kept until the next, and the wait the server asks for counted down. */
export function useSignIn() {
  const [pending, setPending] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [blockedUntil, setBlockedUntil] = useState<number | null>(null);
  const now = useNow(SECOND_MS / 2);
  const waitSeconds = blockedUntil === null ? 0 : Math.max(0, Math.ceil((blockedUntil - now) / SECOND_MS));

  const run = async (who: string, attempt: () => Promise<Result<Session, AppError>>) => {
    setPending(who);
    setError(null);
    const result = await attempt();
    setPending(null);
    if (result.ok) {
      session.set(result.value);
      return true;
    }
    setError(result.error);
    const seconds = result.error.details?.['retryAfterSeconds'];
    if (result.error.code === 'too-many-tries' && typeof seconds === 'number') setBlockedUntil(Date.now() + seconds * SECOND_MS);
    return false;
  };
  return {
    /** The e-mail under way. */
    pending,
    // Once the wait is over there is nothing left to complain about.
    error: error?.code === 'too-many-tries' && waitSeconds === 0 ? null : error,
    waitSeconds,
    signIn: (email: string, password: string) => run(email, () => ask('auth.signIn', { email, password })),
    signInDemo: (email: string) => run(email, () => ask('auth.signInDemo', { email })),
  };
}
