import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { directionOf, languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { Button, Popover, TextField } from '#renderer/ui/index.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import type { ShopClosure } from '#shared/catalog/shop-model.ts';
import { freshId } from '../components/views/use-views.ts';
import { EntryLine } from './entry-line.tsx';
import { optionalText } from './read-field.ts';
import { setTo, useSaveOrSay, useShopPage } from './shop-context.ts';
import { ShopField } from './shop-field.tsx';
import { formatDay } from './closing.ts';
import { useShopField } from './use-shop-field.ts';
import styles from './shop.module.css';

/** When the shop is closed, and what buyers are told in their language. */
export function ClosuresSection({ today }: { today: string }) {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const { shop, editable } = useShopPage().detail;
  const closures = Object.entries(shop.closures ?? {}).toSorted(([, a], [, b]) => (a.from < b.from ? -1 : 1));
  return (
    <>
      <p className={styles.hint}>{closures.length === 0 ? t('closures.none') : t('closures.hint')}</p>
      <ul className={styles.entries}>
        {closures.map(([id, closure]) => (
          <EntryLine key={id} path={`closures/${id}`} name={t('closures.one', { from: formatDay(closure.from, locale) })} entry={closure}>
            <ClosureFields id={id} closure={closure} />
          </EntryLine>
        ))}
      </ul>
      {editable && (
        <p>
          <Popover label={t('closures.add')} trigger={<Button size="sm" icon={Plus}>{t('closures.add')}</Button>}>{(close) => <NewClosure today={today} close={close} />}</Popover>
        </p>
      )}
    </>
  );
}

function ClosureFields({ id, closure }: { id: string; closure: ShopClosure }) {
  const { t } = useTranslation('shop');
  const { editable } = useShopPage().detail;
  const save = useSaveOrSay();
  const day = (part: 'from' | 'to', value: string) => {
    // Both days move together where one would overtake the other.
    const other = part === 'from' ? 'to' : 'from';
    const overtakes = part === 'from' ? value > closure.to : value < closure.from;
    const ops = [setTo(`closures/${id}/${part}`, closure[part], value), ...(overtakes ? [setTo(`closures/${id}/${other}`, closure[other], value)] : [])];
    void save(ops, t('saved', { name: t(`closures.${part}`) }));
  };
  return (
    <div className={styles.profile}>
      <div className={styles.days}>
        {(['from', 'to'] as const).map((part) => <DayField key={`${part} ${closure[part]}`} label={t(`closures.${part}`)} value={closure[part]} isReadOnly={!editable} onDay={(value) => day(part, value)} />)}
      </div>
      <div className={styles.notes}>
        {locales.map((language) => <NoteField key={language} id={id} closure={closure} language={language} />)}
      </div>
    </div>
  );
}

/** A day that is saved once it is whole and the field is left. */
function DayField({ label, value, isReadOnly, onDay }: { label: string; value: string; isReadOnly: boolean; onDay: (value: string) => void }) {
  const [day, setDay] = useState(value);
  return <TextField type="date" ltr label={label} value={day} isReadOnly={isReadOnly} onChange={setDay} onBlur={() => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? day !== value && onDay(day) : setDay(value))} />;
}

function NoteField({ id, closure, language }: { id: string; closure: ShopClosure; language: Locale }) {
  const { t } = useTranslation('shop');
  const field = useShopField<ShopClosure['note']>({
    path: `closures/${id}/note`, draft: language, value: closure.note, write: (note) => note[language] ?? '', label: `${t('closures.note')} · ${languageNames[language]}`,
    read: (text) => {
      const read = optionalText(t, 500)(text);
      if (!read.ok) return read;
      const { [language]: _before, ...others } = closure.note;
      return { ok: true, value: read.value === null ? others : { ...others, [language]: read.value } };
    },
  });
  return <ShopField field={field} lang={language} dir={directionOf(language)} />;
}

function NewClosure({ today, close }: { today: string; close: () => void }) {
  const { t } = useTranslation(['shop', 'common']);
  const { save } = useShopPage();
  const explain = useExplain();
  const [from, setFrom] = useState(today);
  const [to, setTo_] = useState(today);
  const [fault, setFault] = useState<string | null>(null);
  const add = async () => {
    const result = await save([setTo(`closures/${freshId()}`, null, { from, to, note: {} })], t('places.added', { name: t('closures.title') }));
    if (result.ok) return close();
    setFault(`${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField type="date" ltr label={t('closures.from')} value={from} onChange={(day) => { setFrom(day); setFault(null); }} autoFocus />
      <TextField type="date" ltr label={t('closures.to')} value={to} onChange={(day) => { setTo_(day); setFault(null); }} error={fault} />
      <Button type="submit" variant="go" isDisabled={from === '' || to === ''}>{t('common:action.add')}</Button>
    </form>
  );
}
