import { useState } from 'react';
import { FileUp } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import { MOST_DOCUMENT_BYTES, type Requirement, type VerificationCase } from '#shared/verification/contract.ts';
import { inputOf, isFigure, readAnswer } from '#shared/verification/rules.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatBytes } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { base64Of } from '#renderer/lib/send-file.ts';
import { Button, Checkbox, Status, TextField } from '#renderer/ui/index.ts';
import { requirementTone } from './tones.ts';
import styles from './verification.module.css';

type Done = Result<VerificationCase, AppError>;
type Props = { shop: ShopId; requirement: Requirement; isOpen: boolean; onDone: (done: Done) => void };

/** One thing that is asked: how it stands, why it was refused, and the field or file it is given with. What was typed stays when it is refused. */
export function RequirementForm({ shop, requirement, isOpen, onDone }: Props) {
  const { t } = useTranslation('verification');
  const locale = useLocale();
  const explain = useExplain();
  const { kind, state, document: file } = requirement;
  const [typed, setTyped] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState<AppError | null>(null);
  const input = inputOf[kind];
  const value = typed ?? requirement.answer ?? '';
  const read = value.trim() === '' ? null : readAnswer(kind, value);
  const canGive = isOpen && state !== 'valid';
  // The reason stands there as soon as the digits are complete enough to be wrong; the server says the same again.
  const wrong = failed ?? (typed !== null && read !== null && !read.ok ? read.error : null);
  const said = wrong === null ? null : explain(wrong);
  const send = async (work: () => Promise<Done>) => {
    setPending(true);
    const done = await work();
    setPending(false);
    setFailed(done.ok ? null : done.error);
    if (done.ok) setTyped(null);
    if (done.ok) onDone(done);
  };
  const choose = (files: FileList | null) => {
    const [chosen] = files ?? [];
    if (chosen) void send(() => handIn(shop, kind, chosen));
  };
  const mark = input === 'number' && read?.ok ? (read.value.check === null ? t('formatOnly') : t(`check.${read.value.check as 'ice-control'}`)) : null;
  return (
    <li className={styles.requirement}>
      <div className={styles.what}>
        <b>{t(`requirement.${kind}`)}</b>
        <Status tone={requirementTone[state]}>{t(`given.${state}`)}</Status>
        {state === 'invalid' && requirement.reason !== null && <span className={styles.why}>{t(`reason.${requirement.reason}`)}{requirement.note !== null && <> — <bdi>{requirement.note}</bdi></>}</span>}
      </div>
      {!canGive ? (
        <span className={styles.soft}>{file === null ? <bdi dir={isFigure(kind) ? 'ltr' : 'auto'}>{requirement.answer === 'yes' ? t('statement.given') : requirement.answer}</bdi> : t('document.kept', { size: formatBytes(file.bytes, locale) })}</span>
      ) : input === 'document' ? (
        <div className={styles.giving}>
          <p className={styles.soft}>{t(`hint.${kind as 'identity-document'}`)} {t('document.types', { size: formatBytes(MOST_DOCUMENT_BYTES, locale) })}</p>
          <FileTrigger acceptedFileTypes={['application/pdf', 'image/jpeg', 'image/png']} onSelect={choose}>
            <Button size="sm" icon={FileUp} isPending={pending} aria-label={`${t('document.choose')} · ${t(`requirement.${kind}`)}`}>{t('document.choose')}</Button>
          </FileTrigger>
          {file !== null && <span className={styles.soft}>{t('document.kept', { size: formatBytes(file.bytes, locale) })}</span>}
          {said !== null && <p className={styles.wrong} role="alert">{said.what} {said.wayOut}</p>}
        </div>
      ) : input === 'statement' ? (
        <Checkbox isSelected={requirement.answer === 'yes'} isDisabled={pending || requirement.answer === 'yes'} onChange={() => void send(() => ask('verification.answer', { shop, requirement: kind, value: 'yes' }))}>{t('statement.text')}</Checkbox>
      ) : (
        <form
          className={styles.answer}
          onSubmit={(event) => {
            event.preventDefault();
            if (read?.ok) void send(() => ask('verification.answer', { shop, requirement: kind, value }));
          }}
        >
          <TextField
            label={t(`requirement.${kind}`)} hideLabel value={value} ltr={isFigure(kind)}
            onChange={(next) => {
              setFailed(null);
              setTyped(next);
            }}
            error={said === null ? null : `${said.what} ${said.wayOut}`}
            {...(mark === null ? {} : { description: mark })}
          />
          <Button type="submit" size="sm" isPending={pending} isDisabled={typed === null || !read?.ok}>{t('give')}</Button>
        </form>
      )}
    </li>
  );
}

async function handIn(shop: ShopId, kind: Requirement['kind'], file: File): Promise<Done> {
  if (file.size > MOST_DOCUMENT_BYTES) return err({ code: 'too-large', rule: 'document-too-large', details: { mostBytes: MOST_DOCUMENT_BYTES } });
  const data = await base64Of(file);
  return data === null ? err({ code: 'rule-broken', rule: 'file-unreadable' }) : ask('verification.addDocument', { shop, requirement: kind, data });
}
