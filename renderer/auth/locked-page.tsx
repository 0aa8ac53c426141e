import { useState, type FormEvent } from 'react';
import { LockKeyhole, LogOut, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/auth/contract.ts';
import { useConnectionWords } from '#renderer/app/connection-words.ts';
import { syncState } from '#renderer/app/live.ts';
import { Mark } from '#renderer/app/mark.tsx';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button, Icon, Status } from '#renderer/ui/index.ts';
import { LookSwitch } from './look-switch.tsx';
import { PasswordField } from './password-field.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { useSignIn } from './use-sign-in.ts';
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
    <div className={styles.page}>
      <header className={styles.top}>
        <Mark size={22} />
        <span className={styles.brand}>{t('brand')}</span>
        <LookSwitch />
      </header>
      <main className={styles.main}>
        <div className={styles.column}>
          <h1 className={styles.title}>
            <Icon icon={LockKeyhole} /> {t('locked.title')}
          </h1>
          <p className={styles.lead}>{t('locked.text', { name: session.me.name })}</p>
          {unsent > 0 && <p className={styles.lead}>{t('locked.unsent', { count: unsent })}</p>}
          {said && (
            <p role="status">
              <Status tone={said.tone}>{said.words}</Status>
            </p>
          )}
          {session.needsSignIn ? (
            <PasswordAgain email={session.me.email} />
          ) : (
            <Button variant="go" icon={RefreshCw} className={styles.submit} isPending={trying} onPress={() => void retry()} autoFocus>
              {t('locked.retry')}
            </Button>
          )}
          <Button variant="quiet" icon={LogOut} onPress={() => setLeaving(true)}>
            {t('signOut.confirm')}
          </Button>
        </div>
      </main>
      <SignOutDialog isOpen={leaving} onClose={() => setLeaving(false)} />
    </div>
  );
}

function PasswordAgain({ email }: { email: string }) {
  const { t } = useTranslation('auth');
  const explain = useExplain();
  const { pending, error, waitSeconds, signIn } = useSignIn();
  const [password, setPassword] = useState('');
  const said = error ? explain({ ...error, details: { ...error.details, retryAfterMs: waitSeconds * 1_000 } }) : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password !== '' && pending === null && waitSeconds === 0) await signIn(email, password);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <PasswordField label={t('password.label')} value={password} onChange={setPassword} error={said === null ? null : `${said.what} ${said.wayOut}`} />
      <Button type="submit" variant="go" className={styles.submit} isPending={pending !== null} isDisabled={waitSeconds > 0}>
        {waitSeconds > 0 ? t('wait', { count: waitSeconds }) : t('submit')}
      </Button>
    </form>
  );
}
