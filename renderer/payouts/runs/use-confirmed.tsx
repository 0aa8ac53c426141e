import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '#renderer/auth/password-field.tsx';
import { ask } from '#renderer/lib/client.ts';
import { TextField } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** The password once more before money moves, and the code where two factors are on. @returns its fields, whether they are filled in, and how to give them to the server */
export function useConfirmed(): { readonly fields: ReactNode; readonly isFilled: boolean; readonly confirm: () => Promise<AppError | null> } {
  const { t } = useTranslation('finance');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  return {
    fields: (
      <>
        <PasswordField label={t('confirm.password')} value={password} onChange={setPassword} />
        {wantsCode && <TextField label={t('confirm.code')} value={code} onChange={setCode} autoComplete="one-time-code" inputMode="numeric" ltr autoFocus />}
      </>
    ),
    isFilled: password !== '' && (!wantsCode || code.trim().length >= 6),
    confirm: async () => {
      const done = await ask('auth.confirm', { password, ...(wantsCode ? { code: code.trim() } : {}) });
      if (done.ok) return null;
      if (done.error.rule !== undefined && /code|second-factor|totp/.test(done.error.rule)) setWantsCode(true);
      return done.error;
    },
  };
}
