import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/kernel/errors.ts';
import { session, syncState } from '#renderer/app/live.ts';
import { navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { AlertDialog, ErrorState } from '#renderer/ui/index.ts';

/** Signing out; with unsent changes it asks first what becomes of them, and nothing is thrown away. */
export function SignOutDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('auth');
  const known = syncState.use((live) => live.value?.unsent ?? 0);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const close = () => {
    setError(null);
    onClose();
  };
  const signOut = async (keepUnsent: boolean) => {
    setPending(true);
    const result = await ask('auth.signOut', { keepUnsent });
    setPending(false);
    if (!result.ok) return setError(result.error);
    close();
    navigate('#/', { replace: true });
    session.set(result.value);
  };
  const counted = error?.details?.['count'];
  const unsent = typeof counted === 'number' ? counted : known;
  const waiting = unsent > 0 || error?.code === 'unsent-changes';
  return (
    <AlertDialog
      title={waiting ? t('signOut.unsentTitle', { count: unsent }) : t('signOut.title')}
      isOpen={isOpen}
      onClose={close}
      confirm={waiting ? t('signOut.keep') : t('signOut.confirm')}
      onConfirm={() => void signOut(waiting)}
      isPending={pending}
      {...(waiting
        ? {
            other: {
              label: t('signOut.look'),
              onPress: () => {
                close();
                navigate('#/sync');
              },
            },
          }
        : {})}
    >
      {error && error.code !== 'unsent-changes' && <ErrorState size="line" error={error} />}
      <p>{waiting ? t('signOut.unsentText') : t('signOut.text')}</p>
    </AlertDialog>
  );
}
