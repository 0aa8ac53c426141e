import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageNames } from '#renderer/lib/i18n.ts';
import { Checkbox, Select, TextField } from '#renderer/ui/index.ts';
import { locales } from '#shared/auth/model.ts';
import styles from '../bulk.module.css';
import type { FormProps } from './form.ts';
import { WordPlaces } from './word-places.tsx';

export function ReplaceForm({ step, onChange }: FormProps<'replace'>) {
  const { t } = useTranslation('bulk');
  return (
    <>
      <WordPlaces fields={step.fields} locales={step.locales} onChange={(places) => onChange({ ...step, ...places })} />
      <TextField label={t('step.replace.find')} value={step.find} maxLength={500} ltr={step.regex} onChange={(find) => onChange({ ...step, find })} />
      <TextField label={t('step.replace.with')} value={step.with} maxLength={2_000} onChange={(text) => onChange({ ...step, with: text })} {...(step.regex ? { description: t('step.replace.groups') } : {})} />
      <div className={styles.ticks}>
        <Checkbox isSelected={step.matchCase} onChange={(matchCase) => onChange({ ...step, matchCase })}>{t('step.replace.matchCase')}</Checkbox>
        <Checkbox isSelected={step.regex} onChange={(regex) => onChange({ ...step, regex })}>{t('step.replace.regex')}</Checkbox>
      </div>
    </>
  );
}

const SEPARATORS = /[,،;\n]/;
const tagsOf = (text: string): string[] => [...new Set(text.split(SEPARATORS).map((tag) => tag.trim()).filter((tag) => tag !== ''))];

/** Tags as one types them, a comma between; what is typed stays as it is while it is typed. */
function TagsField({ label, value, onChange }: { label: string; value: readonly string[]; onChange: (tags: string[]) => void }) {
  const [text, setText] = useState(value.join(', '));
  return <TextField label={label} value={text} onChange={(typed) => { setText(typed); onChange(tagsOf(typed)); }} />;
}

export function TagsForm({ step, onChange }: FormProps<'tags'>) {
  const { t } = useTranslation('bulk');
  return (
    <>
      <TagsField label={t('step.tags.add')} value={step.add} onChange={(add) => onChange({ ...step, add })} />
      <TagsField label={t('step.tags.remove')} value={step.remove} onChange={(remove) => onChange({ ...step, remove })} />
      <p className={styles.soft}>{t('step.tags.about')}</p>
    </>
  );
}

const languages = locales.map((id) => ({ id, label: languageNames[id] }));

export function CopyTextForm({ step, onChange }: FormProps<'copy-text'>) {
  const { t } = useTranslation('bulk');
  return (
    <>
      <Select label={t('step.copy-text.from')} items={languages} value={step.from} onChange={(from) => onChange({ ...step, from })} />
      <Select label={t('step.copy-text.to')} items={languages} value={step.to} onChange={(to) => onChange({ ...step, to })} />
      <div className={styles.ticks} role="group" aria-label={t('words.fields')}>
        {(['title', 'description'] as const).map((field) => (
          <Checkbox key={field} isSelected={step.fields.includes(field)} onChange={(on) => onChange({ ...step, fields: (['title', 'description'] as const).filter((one) => (one === field ? on : step.fields.includes(one))) })}>
            {t(`words.${field}`)}
          </Checkbox>
        ))}
      </div>
      <p className={styles.soft}>{t('step.copy-text.about')}</p>
    </>
  );
}

export function CleanForm({ step, onChange }: FormProps<'clean'>) {
  const { t } = useTranslation('bulk');
  return (
    <>
      <WordPlaces fields={step.fields} locales={step.locales} onChange={(places) => onChange({ ...step, ...places })} />
      <Checkbox isSelected={step.spaces} onChange={(spaces) => onChange({ ...step, spaces })}>{t('step.clean.spaces')}</Checkbox>
      <Select label={t('step.clean.letters')} items={(['keep', 'sentence', 'title', 'upper', 'lower'] as const).map((id) => ({ id, label: t(`step.clean.${id}`) }))} value={step.letters} onChange={(letters) => onChange({ ...step, letters })} />
    </>
  );
}
