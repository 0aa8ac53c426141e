import { useState, type Ref } from 'react';
import { Eye, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton, TextField } from '#renderer/ui/index.ts';

type Props = { label: string; value: string; onChange: (value: string) => void; error?: string | null; isDisabled?: boolean; autoFocus?: boolean; inputRef?: Ref<HTMLInputElement> };

/** A password that can be looked at before it is sent; pasting is welcome. */
export function PasswordField({ value, onChange, ...rest }: Props) {
  const { t } = useTranslation('common');
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...rest}
      name="password"
      type={shown ? 'text' : 'password'}
      autoComplete="current-password"
      spellCheck="false"
      ltr
      value={value}
      onChange={onChange}
      end={<IconButton icon={shown ? EyeOff : Eye} label={shown ? t('field.hidePassword') : t('field.showPassword')} size="sm" onPress={() => setShown(!shown)} />}
    />
  );
}
