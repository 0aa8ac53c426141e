import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Dialog, IconButton, Select, showToast, TextField } from '#renderer/ui/index.ts';
import type { CannedReply } from '#shared/messaging/contract.ts';
import { glimpse } from '#shared/messaging/readable.ts';
import { variableNames } from '#shared/messaging/variables.ts';
import { freshId } from '../../catalog/components/views/use-views.ts';
import styles from '../messaging.module.css';

/** The texts this person uses again and again: their words, their key, and what is done after them. */
export function CannedDialog({ replies, onClose }: { replies: readonly CannedReply[]; onClose: () => void }) {
  const { t } = useTranslation('messaging');
  const explain = useExplain();
  const [list, setList] = useState<readonly CannedReply[]>(replies);
  const change = (id: string, part: Partial<CannedReply>) => setList(list.map((one) => (one.id === id ? { ...one, ...part } : one.key !== null && one.key === part.key ? { ...one, key: null } : one)));
  const keep = async () => {
    const kept = await ask('messaging.keepCanned', { replies: list.filter(({ body }) => body.trim() !== '').map((one) => (one.name.trim() === '' ? { ...one, name: glimpse(one.body, 60) } : one)) });
    if (kept.ok) onClose();
    else showToast({ tone: 'bad', text: explain(kept.error).what, detail: explain(kept.error).wayOut });
  };
  return (
    <Dialog title={t('canned.title')} isOpen onClose={onClose} isDismissable={list === replies} width="lg" actions={<><Button onPress={onClose}>{t('canned.cancel')}</Button><Button variant="go" onPress={() => void keep()}>{t('canned.keep')}</Button></>}>
      <p className={styles.quiet}>{t('canned.variables')} <bdi className="ltr">{variableNames.map((name) => `{{${name}}}`).join(' ')}</bdi></p>
      {list.map((reply) => (
        <fieldset key={reply.id} className={styles.canned}>
          <TextField label={t('canned.name')} value={reply.name} onChange={(name) => change(reply.id, { name })} maxLength={80} />
          <TextField label={t('canned.body')} value={reply.body} onChange={(body) => change(reply.id, { body })} multiline rows={3} />
          <div className={styles.cannedLine}>
            <Select label={t('canned.key')} items={[{ id: '0', label: t('canned.noKey') }, ...Array.from({ length: 9 }, (_, n) => ({ id: String(n + 1), label: String(n + 1) }))]} value={String(reply.key ?? 0)} onChange={(key) => change(reply.id, { key: key === '0' ? null : Number(key) })} />
            <Select label={t('canned.then')} items={[{ id: 'nothing', label: t('canned.thenNothing') }, { id: 'resolve', label: t('canned.thenResolve') }]} value={reply.then} onChange={(then) => change(reply.id, { then: then as CannedReply['then'] })} />
            <IconButton icon={Trash2} label={t('canned.remove')} onPress={() => setList(list.filter(({ id }) => id !== reply.id))} />
          </div>
        </fieldset>
      ))}
      <Button icon={Plus} onPress={() => setList([...list, { id: freshId() as CannedReply['id'], name: '', body: '', key: null, then: 'nothing' }])}>{t('canned.add')}</Button>
    </Dialog>
  );
}
