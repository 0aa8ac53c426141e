import { useState } from 'react';
import { LockKeyhole, LogOut, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/auth/contract.ts';
import { useConnectionWords } from '#renderer/app/connection-words.ts';
import { syncState } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, Icon, Status } from '#renderer/ui/index.ts';
import { ClosedPage } from './closed-page.tsx';
import { PasswordAgain } from './password-again.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import styles from './page.module.css';

type SignedIn = Extract<Session, { name: 'signed-in' }>;

/** The cache is shut because the server was not heard of for two weeks: what to do, how it stands, and that nothing is lost. */
export function LockedPage({ session }: { session: SignedIn }) {
  const { t } = useTranslation('auth');
  const say = useConnectionWords();
  const now = useNow(10_000);
  const state = syncState.use((live) => live.value);
  const [trying, setTrying] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const unsent = state?.unsent ?? 0;
  const said = state && say(state.connection, now);
  const retry = async () => {
    setTrying(true);
    await ask('sync.now', {});
    setTrying(false);
  };
  return (
    <ClosedPage>
      <span className={styles.lock} aria-hidden>
        <Icon icon={LockKeyhole} />
      </span>
      <h1 className={styles.title}>{t('locked.title')}</h1>
      <p className={styles.lead}>
        {t('locked.text', { name: session.me.name })} {unsent > 0 && <b>{t('locked.unsent', { count: unsent })}</b>}
      </p>
      {session.needsSignIn ? (
        <PasswordAgain email={session.me.email} classes={{ form: styles.form!, button: styles.submit! }} />
      ) : (
        <Button variant="go" icon={RefreshCw} className={styles.submit!} isPending={trying} onPress={() => void retry()} autoFocus>
          {t('locked.retry')}
        </Button>
      )}
      <div className={styles.lockedFoot}>
        <span role="status">{said && <Status tone={said.tone}>{said.words}</Status>}</span>
        <Button variant="quiet" icon={LogOut} onPress={() => setLeaving(true)}>
          {t('signOut.confirm')}
        </Button>
      </div>
      <SignOutDialog isOpen={leaving} onClose={() => setLeaving(false)} />
    </ClosedPage>
  );
}
