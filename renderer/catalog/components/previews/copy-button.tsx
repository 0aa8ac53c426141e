import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, showToast } from '#renderer/ui/index.ts';

/** Puts a text on the clipboard, made only when it is asked for, and says whether it got there. */
export function CopyButton({ text, label }: { text: () => string; label?: string }) {
  const { t } = useTranslation('listing');
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => showToast({ tone: 'ok', text: t('preview.copied') }),
      () => showToast({ tone: 'bad', text: t('preview.copyFailed') }),
    );
  return <Button size="sm" icon={Copy} onPress={() => void copy()}>{label ?? t('preview.copy')}</Button>;
}
