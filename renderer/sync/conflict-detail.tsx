import { useState } from 'react';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Json } from '#shared/kernel/json.ts';
import { alikeKey } from '#shared/sync/alike.ts';
import type { ConflictRecord } from '#shared/sync/conflict-model.ts';
import { navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatMoment } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { keysOf, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { useWho } from '#renderer/lib/use-who.ts';
import { Button, DiffText, Icon, showToast, VisuallyHidden } from '#renderer/ui/index.ts';
import { natureOf, useFieldWords } from './describe-field.ts';
import { OtherValue } from './other-value.tsx';
import { recordHref } from './record-href.ts';
import { useRecord } from './use-record.ts';
import { useRecordName } from './record-name.ts';
import { useUnsettle } from './use-unsettle.ts';
import styles from './sync.module.css';

type Choice = { readonly choice: 'mine' | 'theirs' } | { readonly choice: 'value'; readonly value: Json };

/** A record two people changed: per field what it was, what each made of it, and the choice. */
export function ConflictDetail({ record, alike: alikeCounts, onSettled }: { record: ConflictRecord; alike: Readonly<Record<string, number>>; onSettled: () => void }) {
  const { t } = useTranslation(['sync', 'common']);
  const who = useWho();
  const locale = useLocale();
  const now = useNow(60_000);
  const explain = useExplain();
  const words = useFieldWords();
  const nameOf = useRecordName();
  const context = useRecord(record.recordId, record.conflicts[0]!.entity);
  const { conflicts } = record;
  const first = conflicts[0]!;
  const unsettle = useUnsettle();
  const [chosen, setChosen] = useState<Readonly<Record<string, Choice>>>({});
  const [at, setAt] = useState(0);
  const [typing, setTyping] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const current = conflicts[Math.min(at, conflicts.length - 1)]!;
  const decided = conflicts.filter((conflict) => chosen[conflict.id] !== undefined);

  const choose = (id: string, choice: Choice) => {
    const next = { ...chosen, [id]: choice };
    setChosen(next);
    setTyping(null);
    // On to the next one that is still open, so that M M T Enter settles a record.
    const open = conflicts.findIndex((conflict) => !next[conflict.id]);
    if (open >= 0) setAt(open);
  };
  /** Settles as one decision that can be undone as one; what a rule refuses stays in the list, with its reason said. */
  const settle = async (choices: readonly (readonly [id: string, choice: Choice])[], alike = false) => {
    setPending(true);
    const result = await ask('sync.settle', { decisions: choices.map(([id, choice]) => ({ id, ...choice })), alike });
    setPending(false);
    const error = result.ok ? result.value.error : result.error;
    if (result.ok && result.value.settled > 0) {
      const { settled, settlement } = result.value;
      showToast({ tone: 'ok', text: t('conflict.settled', { count: settled }), undo: () => void unsettle(settlement) });
    }
    if (error) {
      const said = explain(error);
      showToast({ tone: 'bad', text: result.ok ? t('conflict.refused', { count: result.value.refused }) : said.what, detail: result.ok ? `${said.what} ${said.wayOut}` : said.wayOut });
    }
    onSettled();
  };
  const apply = () => void settle(decided.map((conflict) => [conflict.id, chosen[conflict.id]!]));

  const now0 = chosen[current.id];
  const kind = alikeKey(current.field.path);
  const alike = now0 && now0.choice !== 'value' ? (alikeCounts[kind] ?? 1) - 1 : 0;
  const settleAlike = () => {
    if (now0 && now0.choice !== 'value') void settle([[current.id, now0]], true);
  };

  useShortcut('sync.mine', () => choose(current.id, { choice: 'mine' }), { enabled: !pending });
  useShortcut('sync.theirs', () => choose(current.id, { choice: 'theirs' }), { enabled: !pending });
  useShortcut('sync.other', () => setTyping(current.id), { enabled: !pending });
  useShortcut('sync.apply', apply, { enabled: !pending && decided.length > 0 });
  useShortcut('sync.alike', settleAlike, { enabled: !pending && alike > 0 });
  useShortcut('sync.open', () => navigate(recordHref(first.entity, record.recordId)));

  return (
    <article className={styles.detail} aria-label={nameOf(first)}>
      <header className={styles.detailHead}>
        <h2 className={styles.detailTitle} dir="auto">
          {nameOf(first)}
        </h2>
        <p className={styles.soft}>
          {first.sku !== null && (
            <>
              <bdi dir="ltr" className="num">
                {first.sku}
              </bdi>
              {' · '}
            </>
          )}
          {t('conflict.fields', { count: conflicts.length })}
        </p>
      </header>
      {context.isGone && <p className={styles.note}>{t('detail.goneProduct')}</p>}
      <div className={styles.tableBox}>
        <table className={styles.three}>
          <caption className={styles.caption}>
            <VisuallyHidden>{t('conflict.table')}</VisuallyHidden>
          </caption>
          <thead>
            <tr>
              <th scope="col">
                <VisuallyHidden>{t('detail.field')}</VisuallyHidden>
              </th>
              <th scope="col">
                <b>{t('conflict.before')}</b>
                {t('conflict.beforeText')}
              </th>
              <th scope="col">
                <b>{t('conflict.mine')}</b>
                {t('conflict.mineWhen', { when: formatMoment(first.madeAt, now, locale) })}
              </th>
              <th scope="col">
                <b>
                  <bdi>{who(first.field.theirsBy) ?? t('conflict.theirs')}</bdi>
                </b>
                {first.field.theirsAt !== null && formatMoment(first.field.theirsAt, now, locale)}
              </th>
            </tr>
          </thead>
          <tbody>
            {conflicts.map((conflict, index) => {
              const { path, base, mine, theirs } = conflict.field;
              const choice = chosen[conflict.id];
              const label = words.label(path, context);
              return (
                <tr key={conflict.id} className={conflict.id === current.id ? styles.currentRow : ''} onClick={() => setAt(index)} aria-current={conflict.id === current.id ? 'true' : undefined}>
                  <th scope="row">{label}</th>
                  <td className={styles.soft} data-label={t('conflict.before')}>
                    <Value path={path} value={base} base={null} words={words} context={context} />
                  </td>
                  <PickCell heading={t('conflict.mine')} isKept={choice?.choice === 'mine'} label={`${t('conflict.keepMine')} · ${label}`} onPick={() => choose(conflict.id, { choice: 'mine' })}>
                    <Value path={path} value={mine} base={base} words={words} context={context} />
                  </PickCell>
                  <PickCell heading={who(conflict.field.theirsBy) ?? t('conflict.theirs')} isKept={choice?.choice === 'theirs'} label={`${t('conflict.takeTheirs')} · ${label}`} onPick={() => choose(conflict.id, { choice: 'theirs' })}>
                    <Value path={path} value={theirs} base={base} words={words} context={context} />
                    {choice?.choice === 'value' && (
                      <p className={styles.otherChosen}>
                        <Icon icon={Check} size={14} /> {words.value(path, choice.value, context)}
                      </p>
                    )}
                  </PickCell>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {typing === current.id && (
        <OtherValue
          key={current.id}
          conflict={current}
          label={t('conflict.otherLabel', { field: words.label(current.field.path, context) })}
          currency={context.currency}
          onCancel={() => setTyping(null)}
          onValue={(value) => choose(current.id, { choice: 'value', value })}
        />
      )}
      <footer className={styles.acts}>
        <Button variant="go" kbd={keysOf('sync.apply')} onPress={apply} isDisabled={decided.length === 0} isPending={pending}>
          {t('conflict.apply')}
        </Button>
        <Button kbd={keysOf('sync.mine')} onPress={() => choose(current.id, { choice: 'mine' })}>
          {t('conflict.keepMine')}
        </Button>
        <Button kbd={keysOf('sync.theirs')} onPress={() => choose(current.id, { choice: 'theirs' })}>
          {t('conflict.takeTheirs')}
        </Button>
        <Button kbd={keysOf('sync.other')} onPress={() => setTyping(current.id)}>
          {t('conflict.other')}
        </Button>
        <span className={styles.push} />
        {now0 && alike > 0 && (
          <Button kbd={keysOf('sync.alike')} onPress={settleAlike} isDisabled={pending}>
            {t(now0.choice === 'mine' ? 'conflict.alikeMine' : 'conflict.alikeTheirs', { count: alike, field: words.name(current.field.path) })}
          </Button>
        )}
      </footer>
      <p className={styles.note}>{t('conflict.note')}</p>
    </article>
  );
}

type ValueProps = { path: string; value: Json; base: Json; words: ReturnType<typeof useFieldWords>; context: ReturnType<typeof useRecord> };

function Value({ path, value, base, words, context }: ValueProps) {
  const nature = natureOf(path);
  if (nature === 'long' && typeof base === 'string' && typeof value === 'string') return <DiffText before={base} after={value} />;
  const isFigure = nature === 'money' || nature === 'count';
  return (
    <span className={isFigure ? `num ${styles.big}` : ''} dir="auto">
      {words.value(path, value, context)}
    </span>
  );
}

function PickCell({ heading, isKept, label, onPick, children }: { heading: string; isKept: boolean; label: string; onPick: () => void; children: React.ReactNode }) {
  const { t } = useTranslation('sync');
  return (
    <td className={isKept ? styles.kept : ''} data-label={heading}>
      <button type="button" className={styles.pick} aria-pressed={isKept} aria-label={label} onClick={onPick} />
      {children}
      {isKept && (
        <span className={styles.keptMark}>
          <Icon icon={Check} label={t('conflict.chosen')} />
        </span>
      )}
    </td>
  );
}
