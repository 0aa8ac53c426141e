import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Package, Search } from 'lucide-react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Session } from '#shared/auth/contract.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import { useScope } from '#renderer/lib/shortcuts.ts';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { imageOfRow, Picture } from '#renderer/media/picture.tsx';
import { ErrorState, Icon, Kbd } from '#renderer/ui/index.ts';
import { settings } from '../live.ts';
import { hrefOf, navigate } from '../router.ts';
import { matchActions } from './match-actions.ts';
import type { PaletteEntry } from './palette-entry.ts';
import { recentOf, remember } from './recent.ts';
import { usePaletteActions } from './use-actions.ts';
import styles from './palette.module.css';

type Props = { session: Extract<Session, { name: 'signed-in' }>; onClose: () => void; onShortcuts: () => void; onSignOut: () => void };

/** One field for everything: type, choose with the arrows, Enter. Records come from the cache, so it works without a network. */
export function Palette(props: Props) {
  const { t } = useTranslation('palette');
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      className={styles.scrim!}
    >
      <Modal className={styles.modal!}>
        <Dialog className={styles.dialog!} aria-label={t('title')}>
          <Inside {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Inside({ session, onClose, onShortcuts, onSignOut }: Props) {
  const { t } = useTranslation('palette');
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const actions = usePaletteActions({ session, onShortcuts, onSignOut });
  useScope('palette', { modal: true });
  const { records, error, isRefreshing, refresh } = useRecords(text);

  const found = matchActions(actions, text);
  const exact = records.filter((record) => record.exact);
  const sections = [
    { id: 'exact', label: t('section.exact'), entries: exact },
    { id: 'records', label: text.trim() === '' ? t('section.recent') : t('section.products'), entries: records.filter((record) => !record.exact) },
    { id: 'actions', label: t('section.actions'), entries: text.trim() === '' ? found.slice(0, 9) : found.slice(0, 8) },
  ].filter((section) => section.entries.length > 0);
  const entries = sections.flatMap((section) => section.entries);
  const current = Math.min(at, entries.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current, text]);

  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    // After the dialog has given the focus back, so that what opens next may take it.
    setTimeout(entry.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = entries.length - 1;
    const next =
      event.key === 'ArrowDown' ? (current >= last ? 0 : current + 1)
      : event.key === 'ArrowUp' ? (current <= 0 ? last : current - 1)
      : event.key === 'PageDown' ? Math.min(last, current + 8)
      : event.key === 'PageUp' ? Math.max(0, current - 8)
      : null;
    if (next !== null) {
      event.preventDefault();
      setAt(next);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(entries[current]);
    }
  };

  return (
    <>
      <div className={styles.head}>
        <Icon icon={Search} />
        <input
          className={styles.input}
          autoFocus
          role="combobox"
          aria-expanded
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? `${id}-${current}` : undefined}
          aria-label={t('title')}
          placeholder={t('placeholder')}
          dir="auto"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="Escape" />
      </div>
      <div className={styles.list} role="listbox" id={`${id}-list`} aria-label={t('results')} ref={list} aria-busy={isRefreshing}>
        {sections.map((section) => (
          <div key={section.id} role="group" aria-labelledby={`${id}-${section.id}`}>
            <div className={styles.section} id={`${id}-${section.id}`} role="presentation">
              {section.label}
            </div>
            {section.entries.map((entry) => {
              const place = entries.indexOf(entry);
              return (
                <div
                  key={entry.id}
                  id={`${id}-${place}`}
                  role="option"
                  aria-selected={place === current}
                  className={styles.entry}
                  onPointerMove={() => setAt(place)}
                  onClick={() => run(entry)}
                >
                  {entry.image ? <Picture image={entry.image.shown} shopId={entry.image.shopId} alt="" size={20} className={styles.picture} /> : <Icon icon={entry.icon} />}
                  <span className={styles.label} dir="auto">
                    {entry.label}
                  </span>
                  {entry.code !== undefined && (
                    <bdi dir="ltr" className={`num ${styles.code}`}>
                      {entry.code}
                    </bdi>
                  )}
                  {entry.note !== undefined && <span className={`num ${styles.note}`}>{entry.note}</span>}
                  {entry.amount !== undefined && (
                    <bdi dir="ltr" className={`num ${styles.amount}`}>
                      {entry.amount}
                    </bdi>
                  )}
                  {entry.keys !== undefined && entry.keys !== '' && <Kbd keys={entry.keys} />}
                </div>
              );
            })}
          </div>
        ))}
        {error && <ErrorState size="line" error={error} onRetry={refresh} />}
        {entries.length === 0 && !error && !isRefreshing && <p className={styles.nothing}>{t('nothing', { text: text.trim() })}</p>}
      </div>
      <div className={styles.foot}>
        <span>
          <Kbd keys="ArrowUp" /> <Kbd keys="ArrowDown" /> {t('hint.choose')}
        </span>
        <span>
          <Kbd keys="Enter" /> {t('hint.open')}
        </span>
        <span role="status" className={`num ${styles.count}`}>
          {t('count', { count: entries.length })}
        </span>
      </div>
    </>
  );
}

function shownOf(row: ProductRow): PaletteEntry['image'] {
  const shown = imageOfRow(row);
  return shown && { shown, shopId: row.shopId };
}

/** Products for what is typed; with nothing typed, those opened lately. */
function useRecords(text: string): { records: PaletteEntry[]; error: ReturnType<typeof useAsk<'catalog.find'>>['error']; isRefreshing: boolean; refresh: () => void } {
  const locale = useLocale();
  const { t } = useTranslation('palette');
  const screens = settings.use((live) => live.value?.screens);
  const typed = text.trim();
  const asked = useAsk('catalog.find', { text: typed, locale, limit: 12 }, { enabled: typed !== '' });
  const open = (id: string, label: string, code: string) => () => {
    remember({ id, label, code });
    navigate(hrefOf(['catalog', id]));
  };
  if (typed === '') {
    const records = recentOf(screens).map(({ id, label, code }) => ({ id, kind: 'record' as const, label, code, icon: Package, run: open(id, label, code) }));
    return { records, error: null, isRefreshing: false, refresh: asked.refresh };
  }
  const records = (asked.data?.rows ?? []).map((row) => ({
    id: row.id,
    kind: 'record' as const,
    label: row.title,
    code: row.sku,
    note: t('available', { count: row.available }),
    amount: formatMoney(row.price, row.currency, locale, { isolate: false }),
    image: shownOf(row),
    icon: Package,
    exact: asked.data?.exact ?? false,
    run: open(row.id, row.title, row.sku),
  }));
  return { records, error: asked.error, isRefreshing: asked.isRefreshing, refresh: asked.refresh };
}
