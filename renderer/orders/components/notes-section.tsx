import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { draftKey } from '#renderer/lib/drafts.ts';
import { useShortcut } from '#renderer/lib/shortcuts.ts';
import { useKept } from '#renderer/lib/use-kept.ts';
import { Button, ErrorState, Segmented, TextField } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { happenedTo, ofKind } from '#shared/orders/happened.ts';
import { useOrderPage } from '../order-context.ts';
import { CommandButton } from './command-button.tsx';
import styles from '../order.module.css';

const kept = z.object({ text: z.string().max(2_000), shown: z.enum(['shop', 'customer']) });

/** Words about an order, for the shop or for the customer to see; one half written is still there later. */
export function NotesSection() {
  const { t } = useTranslation('orders');
  const { order, account, run, may } = useOrderPage();
  const [typed, keep, forget] = useKept<z.infer<typeof kept>>(draftKey(account, order.id, 'order-note'), kept, { text: '', shown: 'shop' });
  const [error, setError] = useState<AppError | null>(null);
  const field = useRef<HTMLDivElement>(null);
  useShortcut('orders.note', () => field.current?.querySelector('textarea')?.focus());
  const all = happenedTo(order);
  const withdrawn = new Set(ofKind(all, 'note-withdrawn').map(({ fact }) => fact.noteId));
  const notes = ofKind(all, 'note-written').filter(({ id }) => !withdrawn.has(id)).toReversed();
  const text = typed.text.trim();
  const mayWrite = may({ do: 'note', text: '-', shown: 'shop' });
  if (!mayWrite && notes.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="notes-head">
      <h2 id="notes-head">{t('notes.title')}</h2>
      {mayWrite && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (text !== '') void run({ do: 'note', text, shown: typed.shown }, t('done.saved')).then((refused) => {
              setError(refused);
              if (refused === null) forget();
            });
          }}
        >
          <div ref={field}><TextField label={t('notes.write')} multiline rows={2} maxLength={2_000} value={typed.text} onChange={(next) => keep({ ...typed, text: next })} /></div>
          <div className={styles.formFoot}>
            <Segmented<'shop' | 'customer'> label={t('notes.who')} hideLabel value={typed.shown} onChange={(shown) => keep({ ...typed, shown })} items={[{ id: 'shop', label: t('notes.shop') }, { id: 'customer', label: t('notes.customer') }]} />
            <Button type="submit" size="sm" isDisabled={text === ''}>{t('notes.add')}</Button>
          </div>
          {error && <ErrorState size="line" error={error} />}
        </form>
      )}
      <ul className={styles.notes}>
        {notes.map(({ id, fact }) => (
          <li key={id}>
            <p className={styles.said}><bdi>{fact.text}</bdi></p>
            <p className={styles.quiet}>
              {t(`notes.${fact.shown}`)} <CommandButton size="sm" variant="quiet" command={{ do: 'withdraw-note', noteId: id }} said={t('done.undone')}>{t('notes.withdraw')}</CommandButton>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
