import { useRef, useState, type FormEvent } from 'react';
import { ChevronRight, Server } from 'lucide-react';
import { Button as Row } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/auth/contract.ts';
import { email as emailSchema } from '#shared/auth/model.ts';
import { initials } from '#renderer/app/top-bar.tsx';
import { Button, ErrorState, Icon, TextField } from '#renderer/ui/index.ts';
import { ClosedPage } from './closed-page.tsx';
import { PasswordField } from './password-field.tsx';
import { useSignIn } from './use-sign-in.ts';
import styles from './page.module.css';

type SignedOut = Extract<Session, { name: 'signed-out' }>;

/** The door of the console: who are you, and to which server. */
export function SignInPage({ session }: { session: SignedOut }) {
  const { t } = useTranslation(['auth', 'common']);
  const { pending, error, waitSeconds, signIn, signInDemo } = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<{ email: string | null; password: string | null }>({ email: null, password: null });
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending !== null || waitSeconds > 0) return;
    const read = emailSchema.safeParse(email);
    const found = {
      email: email.trim() === '' ? t('email.needed') : read.success ? null : t('email.wrong'),
      password: password === '' ? t('password.needed') : null,
    };
    setFaults(found);
    if (found.email !== null) emailInput.current?.focus();
    else if (found.password !== null) passwordInput.current?.focus();
    else if (!(await signIn(email.trim(), password))) passwordInput.current?.select();
  };

  return (
    <ClosedPage>
      <h1 className={styles.title}>{t('title')}</h1>
      <p className={styles.lead}>{t(`reason.${session.reason}`)}</p>
      {error && (
        <ErrorState
          size="line"
          error={error.code === 'too-many-tries' ? { ...error, details: { ...error.details, retryAfterMs: waitSeconds * 1_000 } } : error}
        />
      )}
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={t('email.label')}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          spellCheck="false"
          ltr
          autoFocus
          value={email}
          onChange={(value) => {
            setEmail(value);
            setFaults({ ...faults, email: null });
          }}
          error={faults.email}
          inputRef={emailInput}
        />
        <PasswordField
          label={t('password.label')}
          value={password}
          onChange={(value) => {
            setPassword(value);
            setFaults({ ...faults, password: null });
          }}
          error={faults.password}
          inputRef={passwordInput}
        />
        <Button type="submit" variant="go" className={styles.submit} isPending={pending !== null && pending === email.trim()} isDisabled={waitSeconds > 0}>
          {waitSeconds > 0 ? t('wait', { count: waitSeconds }) : t('submit')}
        </Button>
      </form>
      <p className={styles.server}>
        <Icon icon={Server} />
        <span>{t('server')}</span>
        <bdi dir="ltr" className={styles.address}>
          {session.serverUrl}
        </bdi>
      </p>
      {session.demo.length > 0 && (
        <section className={styles.demo} aria-labelledby="demo">
          <h2 id="demo" className={styles.demoTitle}>
            {t('demo.title')}
          </h2>
          <p className={styles.demoText}>{t('demo.text')}</p>
          <ul className={styles.accounts}>
            {session.demo.map((account) => (
              <li key={account.email}>
                <Row className={styles.account!} isDisabled={pending !== null || waitSeconds > 0} onPress={() => void signInDemo(account.email)}>
                  <span className={styles.face} aria-hidden>
                    {initials(account.name)}
                  </span>
                  <span className={styles.who}>
                    <b>{account.name}</b>
                    <bdi dir="ltr" className={styles.mail}>
                      {account.email}
                    </bdi>
                  </span>
                  <span className={styles.role}>
                    {pending === account.email ? t('demo.opening') : t(`common:role.${account.role}`)}
                    {account.shop !== undefined && <bdi className={styles.shop}>{account.shop}</bdi>}
                  </span>
                  <Icon icon={ChevronRight} />
                </Row>
              </li>
            ))}
          </ul>
        </section>
      )}
    </ClosedPage>
  );
}
