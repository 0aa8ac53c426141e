import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { Button, ErrorState, Skeleton } from '#renderer/ui/index.ts';
import { EndRuleDialog } from './end-rule-dialog.tsx';
import { RuleDialog, type KeptRule } from './rule-dialog.tsx';
import { TryProduct } from './try-product.tsx';
import { useRuleWords } from './use-rule-words.ts';
import styles from './finance.module.css';

/** What the marketplace keeps of a sale: the rules that hold, which of them holds for a product, and new ones with what they would change. */
export function CommissionPage() {
  const { t } = useTranslation('finance');
  const words = useRuleWords();
  const { data, error, refresh } = useAsk('payouts.commissionRules', {});
  const [edited, setEdited] = useState<KeptRule | 'new' | null>(null);
  const [ending, setEnding] = useState<KeptRule | null>(null);
  if (error && !data) return <ErrorState error={error} onRetry={refresh} />;
  if (!data) return <div className={styles.loading} aria-busy><Skeleton width="80%" /><Skeleton width="60%" /></div>;
  return (
    <div className={styles.scroll}>
      <section className={styles.section} aria-labelledby="rules-head">
        <h2 id="rules-head">{t('rules.title')} <Button size="sm" icon={Plus} onPress={() => setEdited('new')}>{t('rules.add')}</Button></h2>
        <p className={styles.note}>{t('rules.lead')}</p>
        <div className={styles.tableBox}>
          <table className={styles.table} aria-labelledby="rules-head">
            <thead><tr><th scope="col">{t('rules.name')}</th><th scope="col">{t('rules.for')}</th><th scope="col">{t('rules.value')}</th><th scope="col">{t('rules.base')}</th><th scope="col" data-end>{t('rules.priority')}</th><th scope="col">{t('line.actions')}</th></tr></thead>
            <tbody>
              {data.rules.map((kept) => (
                <tr key={kept.rule.id}>
                  <th scope="row"><bdi>{kept.rule.name}</bdi></th>
                  <td>{words.scope(kept.rule)}</td>
                  <td>{words.value(kept.rule.value)}</td>
                  <td>{words.base(kept.rule)}</td>
                  <td data-end className="num">{kept.rule.priority}</td>
                  <td><Button size="sm" variant="quiet" aria-label={t('rules.changeOf', { name: kept.rule.name })} onPress={() => setEdited(kept)}>{t('rules.change')}</Button> <Button size="sm" variant="quiet" aria-label={t('rules.endOf', { name: kept.rule.name })} onPress={() => setEnding(kept)}>{t('rules.end')}</Button></td>
                </tr>
              ))}
              <tr><th scope="row">{t('rules.default')}</th><td>{t('rules.everything')}</td><td>{words.usual}</td><td>{t('rules.net')}</td><td data-end>—</td><td /></tr>
            </tbody>
          </table>
        </div>
      </section>
      <TryProduct />
      {edited !== null && <RuleDialog kept={edited === 'new' ? null : edited} onClose={() => setEdited(null)} onDone={refresh} />}
      {ending && <EndRuleDialog kept={ending} onClose={() => setEnding(null)} onDone={refresh} />}
    </div>
  );
}
