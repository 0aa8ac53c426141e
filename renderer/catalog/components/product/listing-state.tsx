import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, Menu, showToast, Status } from '#renderer/ui/index.ts';
import { transitionsFor } from '#shared/catalog/listing-states.ts';
import type { ListingStatus } from '#shared/catalog/model.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import { toneOf } from '../../status.ts';
import { FieldMark } from './field-mark.tsx';
import { useProductPage } from './product-context.ts';
import styles from './product.module.css';

/** The step that takes a listing nearer to its buyers: what its own people are here for. */
const forward: Partial<Record<ListingStatus, ListingStatus>> = { draft: 'submitted', changes_requested: 'submitted', approved: 'published', paused: 'published' };

/** Where a listing stands and where it may go; the step towards buyers is a button of its own, and a refusal leads to the field it is about. */
export function ListingState({ onLead }: { onLead: (path: string) => void }) {
  const { t } = useTranslation('catalog');
  const me = useMe();
  const explain = useExplain();
  const { detail: { product, editable, marks }, save } = useProductPage();
  const [busy, setBusy] = useState(false);
  const first = variantsInOrder(product)[0]?.[1];
  const status = <Status tone={toneOf(product.status)}>{t(`status.${product.status}`)}</Status>;
  const moves = editable ? transitionsFor(me?.role === 'admin' ? 'admin' : 'vendor', product.status) : [];
  const next = moves.find((to) => to === forward[product.status]);
  const move = async (to: ListingStatus) => {
    setBusy(true);
    const said = t('edit.changed', { name: t('column.status'), sku: first?.sku ?? '', before: t(`status.${product.status}`), after: t(`status.${to}`) });
    const result = await save([{ op: 'set', path: 'status', base: product.status, value: to }], 'change-status', said);
    setBusy(false);
    if (result.ok) return;
    const { what, wayOut } = explain(result.error);
    showToast({ tone: 'bad', text: what, detail: wayOut });
    if (result.error.field !== undefined && result.error.field !== 'status') onLead(result.error.field);
  };
  return (
    <>
      <FieldMark mark={marks['status']} />
      {moves.length === 0 ? status : (
        <Menu
          label={t('product.status')} placement="bottom end"
          trigger={<Button className={styles.statusButton} aria-label={t('product.statusIs', { status: t(`status.${product.status}`) })}>{status}<ChevronDown size={14} aria-hidden /></Button>}
          entries={moves.map((to) => ({ id: to, label: t(`move.${to}`), note: t(`status.${to}`), onAction: () => void move(to) }))}
        />
      )}
      {next !== undefined && <Button variant="go" isPending={busy} onPress={() => void move(next)}>{t(`move.${next}`)}</Button>}
    </>
  );
}
