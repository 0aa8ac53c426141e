import { ShieldCheck, WifiOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageProps } from '#renderer/app/page-props.ts';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { ask } from '#renderer/lib/client.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { EmptyState, ErrorState, Select, showToast, SplitPane, Tabs, VisuallyHidden } from '#renderer/ui/index.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { queues } from '#shared/moderation/case-states.ts';
import type { CaseDetail, CaseFilter } from '#shared/moderation/contract.ts';
import { caseReason, type CaseId, type CaseReason } from '#shared/moderation/model.ts';
import { policyOf } from '#shared/moderation/policies.ts';
import { CaseView } from './components/case-view.tsx';
import { QueueList } from './components/queue-list.tsx';
import { noDraft, type Draft } from './draft.ts';
import { reading, type ReviewAct } from './review-keys.ts';
import { useReview } from './use-review.ts';
import styles from './moderation.module.css';

/** The review of listings (`#/moderation/<queue>/<case>`): the queue at the start, the case beside it, one key to decide and go on. */
export function ModerationPage({ parts }: PageProps) {
  const { t, i18n } = useTranslation('moderation');
  const locale = useLocale();
  const explain = useExplain();
  usePageTitle(t('title'));
  const queue = queues.find((one) => one === parts[0]) ?? 'new';
  const [filter, setFilter] = useState<Pick<CaseFilter, 'locale' | 'reason'>>({});
  const [width, setWidth] = useState(340);
  const cases = useAsk('moderation.cases', { queue, ...filter }, { refreshOn: ['moderation.changed', 'catalog.changed'] });
  const rows = cases.data?.rows ?? [];
  const first = parts[1] === undefined && !cases.isRefreshing ? (rows[0]?.id ?? null) : null;
  const chosen = (parts[1] ?? first) as CaseId | null;
  // The address names it from now on: a queue that moves must not put another case under the hand of whoever reads this one.
  useEffect(() => {
    if (first !== null) navigate(hrefOf(['moderation', queue, first]), { replace: true });
  }, [first, queue]);
  const detail = useAsk('moderation.case', { id: chosen ?? ('' as CaseId) }, { enabled: chosen !== null, refreshOn: ['moderation.changed'] });
  // Kept while the connection is gone, with what was typed beside it; another case is never shown for it.
  const current = detail.data?.row.id === chosen ? detail.data : null;
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const draft = (chosen === null ? undefined : drafts[chosen]) ?? noDraft;
  const keepDraft = (id: string, kept: Draft) => setDrafts((before) => ({ ...before, [id]: kept }));
  const [fault, setFault] = useState<AppError | null>(null);
  const busy = useRef(false);
  const here = useRef(chosen);
  useEffect(() => {
    here.current = chosen;
  });

  const show = (id: string | null) => navigate(hrefOf(id === null ? ['moderation', queue] : ['moderation', queue, id]));
  const narrow = (to: typeof filter) => {
    setFilter(to);
    show(null);
  };
  const after = (id: string | null): string | null => {
    const at = rows.findIndex((row) => row.id === id);
    return (rows[at + 1] ?? rows[at - 1])?.id ?? null;
  };
  /** Told every so often, so that others see who looks. */
  useEffect(() => {
    if (chosen === null) return;
    const tell = () => void ask('moderation.step', { id: chosen, step: { kind: 'view' } });
    tell();
    const timer = setInterval(tell, 20_000);
    return () => clearInterval(timer);
  }, [chosen]);

  const factsOf = (one: CaseDetail, policy: Parameters<typeof policyOf>[0]): string => draft.facts ?? i18n.getFixedT(one.row.locale ?? 'fr', 'moderation')(`facts.${policy}`);
  const act = (done: ReviewAct) => void perform(done);
  const perform = async (done: ReviewAct): Promise<void> => {
    if (done.kind === 'move') {
      const at = rows.findIndex((row) => row.id === chosen);
      const next = rows[at + done.by];
      if (next) show(next.id);
      return;
    }
    const one = current;
    if (one === null || chosen === null || busy.current) return;
    busy.current = true;
    const next = after(chosen);
    const seen = { status: one.product.status, changedAt: one.product.review?.changedAt ?? null };
    const policy = done.kind === 'send' ? policyOf(done.policy) : null;
    const result = done.kind === 'claim' ? await ask('moderation.step', { id: chosen, step: { kind: 'claim' } })
      : done.kind === 'approve' ? await ask('moderation.decide', { id: chosen, verdict: { action: 'approve', seen } })
      : await ask('moderation.decide', { id: chosen, verdict: { action: done.action, seen, sanction: draft.sanction, holdPayouts: draft.holdPayouts, reasons: { policy: policy!.id, severity: policy!.severity, ground: policy!.ground, facts: factsOf(one, policy!.id), automatedDetection: one.run?.stages.some(({ outcome }) => outcome === 'flagged') ?? false } } });
    busy.current = false;
    const isHere = here.current === chosen;
    if (!result.ok) {
      // Whoever has gone on hears of it; the case they read now is left as it is.
      if (!isHere) return showToast({ tone: 'bad', text: `${one.row.title} · ${explain(result.error).what}` });
      setFault(result.error);
      if (done.kind === 'send') setState({ name: 'reasons', action: done.action, policy: done.policy });
      return detail.refresh();
    }
    if (isHere) setFault(null);
    cases.refresh();
    if (done.kind === 'claim') return detail.refresh();
    showToast({ tone: 'ok', text: t(`said.${done.kind === 'approve' ? 'approve' : done.action}`, { title: one.row.title }) });
    keepDraft(chosen, noDraft);
    if (isHere) show(next);
  };
  const [state, setState] = useReview(act);
  const [lastChosen, setLastChosen] = useState(chosen);
  if (lastChosen !== chosen) {
    // A reason begun for one case is none for the next, however one got there.
    setLastChosen(chosen);
    setState(reading);
    setFault(null);
  }

  const counts = cases.data?.counts;
  const any = 'all';
  const list = (
    <div className={styles.queue}>
      <div className={styles.filters}>
        <Select<Locale | 'all'> label={t('filter.locale')} hideLabel items={[{ id: any, label: t('filter.allLocales') }, ...locales.map((one) => ({ id: one, label: t(`locale.${one}`) }))]} value={filter.locale ?? any} onChange={(id) => narrow(id === any ? withoutLocale(filter) : { ...filter, locale: id })} />
        <Select<CaseReason | 'all'> label={t('filter.reason')} hideLabel items={[{ id: any, label: t('filter.allReasons') }, ...caseReason.options.map((one) => ({ id: one, label: t(`reason.${one}`) }))]} value={filter.reason ?? any} onChange={(id) => narrow(id === any ? withoutReason(filter) : { ...filter, reason: id })} />
      </div>
      {cases.error && cases.data === null ? <ErrorState error={cases.error} onRetry={cases.refresh} /> : cases.data !== null && rows.length === 0 ? <EmptyState icon={ShieldCheck} title={t('empty.title')}>{t('empty.text')}</EmptyState> : <QueueList rows={rows} chosen={chosen} onChoose={show} />}
    </div>
  );
  return (
    <section className={styles.page} aria-label={t('title')}>
      <VisuallyHidden elementType="h1">{t('title')}</VisuallyHidden>
      <Tabs label={t('queues')} items={queues.map((one) => ({ id: one, label: t(`queue.${one}`), ...(counts ? { count: formatNumber(counts[one], locale) } : {}) }))} selected={queue} onSelect={(id) => navigate(hrefOf(['moderation', id]))} />
      <SplitPane sideAt="start" side={list} width={width} min={260} max={520} onWidth={setWidth}>
        {detail.error && chosen !== null && current === null && !detail.isRefreshing ? <ErrorState error={detail.error} onRetry={detail.refresh} />
          : chosen === null ? (cases.error?.code === 'offline' ? <EmptyState icon={WifiOff} title={explain(cases.error).what}>{explain(cases.error).wayOut}</EmptyState> : <EmptyState icon={ShieldCheck} title={t('none.title')}>{t('none.text')}</EmptyState>)
          : current !== null && <CaseView key={chosen} one={current} state={state} onState={setState} onAct={act} draft={draft} onDraft={(kept) => keepDraft(chosen, kept)} factsOf={(policy) => factsOf(current, policy)} fault={fault} onChanged={() => { cases.refresh(); detail.refresh(); }} />}
      </SplitPane>
    </section>
  );
}

const withoutLocale = ({ locale: _locale, ...rest }: Pick<CaseFilter, 'locale' | 'reason'>) => rest;
const withoutReason = ({ reason: _reason, ...rest }: Pick<CaseFilter, 'locale' | 'reason'>) => rest;
