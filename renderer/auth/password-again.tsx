import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button } from '#renderer/ui/index.ts';
import { PasswordField } from './password-field.tsx';
import { useSignIn } from './use-sign-in.ts';

/** The password of somebody who is known here already; the classes lay out form, field and button. */
export function PasswordAgain({ email, classes, children }: { email: string; classes: { form: string; field?: string; button?: string }; children?: ReactNode }) {
  const { t } = useTranslation('auth');
  const explain = useExplain();
  const { pending, error, waitSeconds, signIn } = useSignIn();
  const [password, setPassword] = useState('');
  const said = error ? explain({ ...error, details: { ...error.details, retryAfterMs: waitSeconds * 1_000 } }) : null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password === '' || pending !== null || waitSeconds > 0) return;
    if (await signIn(email, password)) setPassword('');
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      {children}
      <div className={classes.field}>
        <PasswordField label={t('password.label')} value={password} onChange={setPassword} error={said === null ? null : `${said.what} ${said.wayOut}`} />
      </div>
      <Button type="submit" variant="go" className={classes.button} isPending={pending !== null} isDisabled={waitSeconds > 0}>
        {waitSeconds > 0 ? t('wait', { count: waitSeconds }) : t('submit')}
      </Button>
    </form>
  );
}
