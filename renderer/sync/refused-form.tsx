import { RotateCcw, Undo2 } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/kernel/errors.ts';
import type { UnsentChange } from '#shared/sync/outbox-model.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { Button, ErrorState, showToast } from '#renderer/ui/index.ts';
import { correctable } from './correctable.ts';
import { useFieldWords } from './describe-field.ts';
import { FieldChange } from './field-change.tsx';
import { FieldInput } from './field-input.tsx';
import { useCorrections } from './use-corrections.ts';
import { useRecord } from './use-record.ts';
import { useUndo } from './use-undo.ts';
import styles from './sync.module.css';

/** A refused change as a draft: the reason, its values to correct, and another try; of a deleted product, a new one made of it. */
export function RefusedForm({ change, onDone }: { change: UnsentChange; onDone: () => void }) {
  const { t } = useTranslation('sync');
  const locale = useLocale();
  const words = useFieldWords();
  const undo = useUndo();
  const context = useRecord(change.id, change.entity);
  const [typed, setTyped] = useCorrections(change.mid);
  const [unreadable, setUnreadable] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<AppError | null>(change.error);
  const [pending, setPending] = useState(false);
  const fields = correctable(change, locale);
  const shown = change.ops.filter((op) => !fields.some(({ path }) => path === op.path));
  const isGone = change.action === 'patch' && (context.isGone || error?.code === 'gone');

  const run = async (work: () => Promise<{ ok: true; value: { mid?: string | null; id?: string } } | { ok: false; error: AppError }>, said: string) => {
    setPending(true);
    const result = await work();
    setPending(false);
    if (!result.ok) return setError(result.error);
    setTyped({});
    showToast({ tone: 'ok', text: said });
    if (result.value.id !== undefined) navigate(hrefOf(['catalog', result.value.id]));
    onDone();
  };
  const retry = () => void run(() => ask('sync.retry', { mid: change.mid, values: Object.entries(typed).map(([path, value]) => ({ path, value })) }), t('rejected.retried'));
  const restore = () => void run(() => ask('sync.restore', { mid: change.mid }), t('rejected.restored'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isGone && unreadable.size === 0) retry();
  };
  useShortcut('sync.retry', isGone ? restore : retry, { enabled: !pending && unreadable.size === 0 });
  const form = useRef<HTMLFormElement>(null);
  useShortcut('sync.other', () => form.current?.querySelector<HTMLElement>('input, textarea')?.focus(), { enabled: !isGone && fields.length > 0 });
  return (
    <form ref={form} className={styles.refused} onSubmit={submit}>
      {error && <ErrorState size="line" error={error} />}
      <p className={styles.note}>{isGone ? t('rejected.goneText') : t('rejected.text')}</p>
      {!isGone && fields.map(({ path, value, isDelta }) => (
        <FieldInput
          key={path} path={isDelta ? 'onHand' : path} value={typed[path] === undefined ? value : typed[path]} currency={context.currency} className={styles.otherField}
          label={isDelta ? t('rejected.delta', { field: words.label(path, context) }) : words.label(path, context)}
          onChange={(next) => setTyped({ ...typed, [path]: next })}
          onReadable={(readable) => setUnreadable((before) => (before.has(path) === !readable ? before : readable ? new Set([...before].filter((other) => other !== path)) : new Set([...before, path])))}
        />
      ))}
      {shown.length > 0 && (
        <dl className={styles.fields}>
          {(isGone ? change.ops : shown).map((op) => <FieldChange key={op.path} op={op} context={context} />)}
        </dl>
      )}
      {isGone && shown.length === 0 && <dl className={styles.fields}>{change.ops.map((op) => <FieldChange key={op.path} op={op} context={context} />)}</dl>}
      <footer className={styles.acts}>
        {isGone ? (
          <Button variant="go" icon={RotateCcw} onPress={restore} isPending={pending} kbd={keysOf('sync.retry')}>{t('rejected.restore')}</Button>
        ) : (
          <Button variant="go" type="submit" icon={RotateCcw} isPending={pending} isDisabled={unreadable.size > 0} kbd={keysOf('sync.retry')}>{t('rejected.retry')}</Button>
        )}
        <Button icon={Undo2} variant="danger" onPress={() => void undo({ what: 'one', mid: change.mid })} kbd={keysOf('sync.undo')}>{t('undo.one')}</Button>
      </footer>
    </form>
  );
}
