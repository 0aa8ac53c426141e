import { MessagesSquare } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#renderer/app/page-title.ts';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { useScope, useShortcut } from '#renderer/lib/shortcuts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { EmptyState, VisuallyHidden } from '#renderer/ui/index.ts';
import { conversationQuery } from '#shared/messaging/contract.ts';
import { ConversationPane } from './components/conversation-pane.tsx';
import { ListPane } from './components/list-pane.tsx';
import { useColleagues } from './names.ts';
import { useMessaging } from './store.ts';
import { usePeople } from './use-here.ts';
import { filterOf, sortOf, type ViewName } from './views.ts';
import styles from './messaging.module.css';

type Props = { id: string | null; view: ViewName; me: string; shop: string | null };

const addressOf = (id: string | null, view: ViewName): string => `${hrefOf(id === null ? ['conversations'] : ['conversations', id])}${view === 'open' ? '' : `?view=${view}`}`;

/** Three panes: what waits, what is said, and what it is about. */
export function Desk({ id, view, me, shop }: Props) {
  const { t } = useTranslation('messaging');
  usePageTitle(t('title'));
  useScope('messaging');
  usePeople();
  useColleagues();
  const now = useNow(60_000);
  const [text, setText] = useState('');
  const rows = useMessaging((state) => state.window);
  const queryKey = JSON.stringify({ filter: { ...filterOf(view, me, now), text, shopId: shop }, sort: sortOf(view) });
  const query = useMemo(() => conversationQuery.parse(JSON.parse(queryKey)), [queryKey]);

  const open = (to: string | null) => navigate(addressOf(to, view));
  const step = (by: 1 | -1) => {
    const { total } = rows.drawing();
    if (total === 0) return;
    const at = id === null ? null : rows.find((row) => row.id === id);
    const next = at === null ? 0 : Math.min(total - 1, Math.max(0, at + by));
    const row = rows.row(next);
    if (row === undefined) return;
    rows.show(next);
    open(row.id);
  };
  useShortcut('messaging.next', () => step(1));
  useShortcut('messaging.previous', () => step(-1));

  return (
    <section className={styles.desk} aria-label={t('title')} data-open={id !== null || undefined}>
      <VisuallyHidden elementType="h1">{t('title')}</VisuallyHidden>
      <ListPane view={view} query={query} queryKey={queryKey} me={me} shop={shop} now={now} text={text} onText={setText} openId={id} onOpen={open} onView={(next) => navigate(addressOf(id, next))} />
      {id === null ? (
        <div className={styles.nothing}><EmptyState icon={MessagesSquare} title={t('empty.none')}>{t('empty.noneText')}</EmptyState></div>
      ) : (
        <ConversationPane key={id} id={id} onBack={() => open(null)} onNext={() => step(1)} />
      )}
    </section>
  );
}
