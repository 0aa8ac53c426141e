import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Icon, Popover, TextField } from '#renderer/ui/index.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { readKeys } from '../../key-input.ts';
import { FieldMark } from './field-mark.tsx';
import { useProductPage } from './product-context.ts';
import styles from './product.module.css';

/** So many are drawn; a search reaches the others. */
const SHOWN = 40;
/** One operation carries so many members at most. */
const AT_ONCE = 500;

/** Licence keys in reserve: pasted by the hundred, none twice, each found and taken out again. */
export function KeysEditor() {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const { detail: { product, editable, marks }, save } = useProductPage();
  const [text, setText] = useState('');
  const keys = product.keys ?? [];
  const found = text.trim() === '' ? keys : keys.filter((key) => key.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div className={styles.fixed} data-field="keys">
      <span className={styles.labelLine}>
        <span className={styles.fixedLabel}>{t('digital.keys')}</span>
        <FieldMark mark={marks['keys']} />
      </span>
      <div className={styles.keysBar}>
        <span className="num">{t('digital.keyCount', { count: keys.length })}</span>
        {editable && (
          <Popover label={t('digital.addKeys')} trigger={<Button size="sm" icon={Plus}>{t('digital.addKeys')}</Button>}>
            {(close) => <NewKeys onDone={close} />}
          </Popover>
        )}
      </div>
      {keys.length > SHOWN && <TextField label={t('digital.findKey')} ltr value={text} onChange={setText} className={styles.keyFind} />}
      {found.length > 0 && (
        <ul className={styles.keys} aria-label={t('digital.keys')}>
          {found.slice(0, SHOWN).map((key) => (
            <li key={key} className={styles.token}>
              <bdi dir="ltr">{key}</bdi>
              {editable && (
                <button type="button" className={styles.tokenX} aria-label={t('digital.removeKey', { key })} onClick={() => void save([{ op: 'members', path: 'keys', add: [], remove: [key] }], 'edit-details', t('digital.keyRemoved'))}>
                  <Icon icon={X} size={12} />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {found.length > SHOWN && <p className={styles.none}>{t('digital.moreKeys', { count: found.length - SHOWN })}</p>}
      {found.length === 0 && keys.length > 0 && <p className={styles.none}>{words('none')}</p>}
    </div>
  );
}

function NewKeys({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const explain = useExplain();
  const { detail: { product }, save } = useProductPage();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { fresh, doubled, tooLong } = readKeys(text, product.keys ?? []);
  const add = async () => {
    if (fresh.length === 0 || tooLong !== null) return;
    const ops: FieldOp[] = [];
    for (let at = 0; at < fresh.length; at += AT_ONCE) ops.push({ op: 'members', path: 'keys', add: fresh.slice(at, at + AT_ONCE), remove: [] });
    setBusy(true);
    const result = await save(ops, 'edit-details', t('digital.keysAdded', { count: fresh.length }));
    setBusy(false);
    if (result.ok) onDone();
    else setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
  };
  const fault = refused ?? (tooLong === null ? null : t('digital.tooLong', { key: tooLong.slice(0, 20) }));
  return (
    <form
      className={styles.newKeys}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField label={t('digital.pasteKeys')} multiline rows={8} value={text} onChange={(next) => { setText(next); setRefused(null); }} autoFocus error={fault} />
      <p role="status" className={styles.none}>{text.trim() !== '' && t('digital.fresh', { count: fresh.length })}</p>
      {doubled.length > 0 && <p className={styles.warn}>{t('digital.doubled', { count: doubled.length, keys: formatList(doubled.slice(0, 3), locale) })}</p>}
      <Button type="submit" variant="go" isPending={busy} isDisabled={fresh.length === 0 || tooLong !== null}>{t('digital.addKeys')}</Button>
    </form>
  );
}
