import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/kernel/errors.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Dialog, TextField } from '#renderer/ui/index.ts';
import { useConfirmation } from './confirmed.ts';
import { PasswordField } from './password-field.tsx';
import styles from './confirm-dialog.module.css';

/** The password once more, where something under way wants it (`askConfirmed`); with the code, for whoever has a second factor. */
export function ConfirmDialog() {
  const waiting = useConfirmation((state) => state.waiting);
  return waiting === null ? null : <Asked answer={waiting.answer} />;
}

function Asked({ answer }: { answer: (given: boolean) => void }) {
  const { t } = useTranslation('auth');
  const explain = useExplain();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password === '' || pending) return;
    setPending(true);
    const result = await ask('auth.confirm', { password, ...(code === '' ? {} : { code }) });
    setPending(false);
    if (result.ok) return answer(true);
    if (result.error.rule === 'code-needed' || result.error.rule === 'code-wrong') setWantsCode(true);
    setError(result.error.rule === 'code-needed' ? null : result.error);
  };
  const seconds = error?.details?.['retryAfterSeconds'];
  const said = error === null ? null : explain({ ...error, details: { ...error.details, ...(typeof seconds === 'number' ? { retryAfterMs: seconds * 1_000 } : {}) } });
  const line = said === null ? null : `${said.what} ${said.wayOut}`;
  const atCode = error?.rule === 'code-wrong';
  return (
    <Dialog
      title={t('confirm.title')}
      isOpen
      onClose={() => answer(false)}
      width="sm"
      actions={<Button type="submit" form="confirm-password" variant="go" isPending={pending}>{t('confirm.go')}</Button>}
    >
      <form id="confirm-password" className={styles.form} onSubmit={(event) => void submit(event)}>
        <p>{t('confirm.text')}</p>
        <PasswordField label={t('password.label')} value={password} onChange={setPassword} error={atCode ? null : line} autoFocus />
        {wantsCode && <TextField label={t('confirm.code')} value={code} onChange={setCode} autoComplete="one-time-code" inputMode="numeric" ltr autoFocus error={atCode ? line : null} />}
      </form>
    </Dialog>
  );
}
