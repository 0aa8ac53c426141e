import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '#shared/auth/model.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button } from '#renderer/ui/index.ts';
import { PasswordField } from './password-field.tsx';
import { useSignIn } from './use-sign-in.ts';
import styles from './page.module.css';

/** The server wants the password again: a line above the page, while work goes on from the cache. */
export function SignInAgain({ me }: { me: Me }) {
  const { t } = useTranslation('auth');
  const explain = useExplain();
  const { pending, error, waitSeconds, signIn } = useSignIn();
  const [password, setPassword] = useState('');
  const said = error ? explain({ ...error, details: { ...error.details, retryAfterMs: waitSeconds * 1_000 } }) : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password === '' || pending !== null || waitSeconds > 0) return;
    if (await signIn(me.email, password)) setPassword('');
  };
  return (
    <form className={styles.again} onSubmit={(event) => void submit(event)}>
      <p className={styles.againText}>
        <b>{t('again.title')}</b> {t('again.text')}
      </p>
      <div className={styles.againField}>
        <PasswordField label={t('password.label')} value={password} onChange={setPassword} error={said === null ? null : `${said.what} ${said.wayOut}`} />
      </div>
      <Button type="submit" variant="go" isPending={pending !== null} isDisabled={waitSeconds > 0}>
        {waitSeconds > 0 ? t('wait', { count: waitSeconds }) : t('submit')}
      </Button>
    </form>
  );
}
