import { useEffect, useState } from 'react';
import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/kernel/errors.ts';
import type { DocumentLine } from '#shared/verification/contract.ts';
import { ask } from '#renderer/lib/client.ts';
import { formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, ErrorState } from '#renderer/ui/index.ts';
import styles from './verification.module.css';

/** A document that is only fetched when somebody asks to see it: that they did is in the audit. Pictures are shown, PDFs handed over as a file. */
export function DocumentView({ document: line, name }: { document: DocumentLine; name: string }) {
  const { t } = useTranslation('verification');
  const locale = useLocale();
  const [address, setAddress] = useState<string | null>(null);
  const [failed, setFailed] = useState<AppError | null>(null);
  useEffect(() => () => {
    if (address !== null) URL.revokeObjectURL(address);
  }, [address]);
  const look = async () => {
    const read = await ask('verification.document', { id: line.id });
    setFailed(read.ok ? null : read.error);
    if (!read.ok) return;
    const bytes = Uint8Array.from(atob(read.value.data), (sign) => sign.charCodeAt(0));
    setAddress(URL.createObjectURL(new Blob([bytes], { type: line.mime })));
  };
  return (
    <div className={styles.document}>
      <span className={styles.soft}>{t(`document.${line.mime as 'image/png'}`)} · {formatBytes(line.bytes, locale)} · {t('document.views', { count: line.views })}</span>
      {failed && <ErrorState size="line" error={failed} />}
      {address === null ? (
        <Button size="sm" icon={Eye} onPress={() => void look()}>{t('document.look')}</Button>
      ) : line.mime === 'application/pdf' ? (
        <a href={address} download={`${name}.pdf`}>{t('document.save')}</a>
      ) : (
        <img className={styles.picture} src={address} alt={name} />
      )}
    </div>
  );
}
