import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, Select } from '#renderer/ui/index.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { LocationId } from '#shared/catalog/model.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import type { OrderReturn } from '#shared/orders/returns.ts';
import { useOrderPage } from '../../order-context.ts';
import { CommandDialog } from './command-dialog.tsx';
import { PieceFields, type Counts } from './piece-fields.tsx';

type Inspect = Extract<OrderCommand, { do: 'inspect-return' }>;
const NOT_YET = 'none';

/** What came back, counted: good pieces and damaged ones, and where each goes. */
export function InspectDialog({ back, onClose }: { back: OrderReturn; onClose: () => void }) {
  const { t } = useTranslation('orders');
  const { order } = useOrderPage();
  const shop = useAsk('catalog.shops', {});
  const places = Object.entries(shop.data?.shops.find(({ id }) => id === order.shopId)?.locations ?? {});
  const [good, setGood] = useState<Counts>(back.pieces);
  const [damaged, setDamaged] = useState<Counts>({});
  const [place, setPlace] = useState<string | null>(null);
  const [scrap, setScrap] = useState(true);
  const restockAt = place ?? places[0]?.[0] ?? NOT_YET;
  const isCounted = [...Object.values(good), ...Object.values(damaged)].some((count) => count > 0);
  const command: Inspect = { do: 'inspect-return', returnId: back.id, good: good as Inspect['good'], damaged: damaged as Inspect['damaged'], restockAt: restockAt === NOT_YET ? null : (restockAt as LocationId), scrap, note: null };
  return (
    <CommandDialog title={t('dialog.inspect')} confirm={t('dialog.inspectDo')} said={t('done.saved')} onClose={onClose} command={isCounted ? command : null}>
      <PieceFields label={t('dialog.good')} most={back.pieces} value={good} onChange={setGood} of="back" />
      <PieceFields label={t('dialog.damaged')} most={back.pieces} value={damaged} onChange={setDamaged} of="back" isFirst={false} />
      <Select
        label={t('dialog.restockAt')} value={restockAt} onChange={setPlace}
        items={[...places.map(([id, { name }]) => ({ id, label: name })), { id: NOT_YET, label: t('dialog.noRestock') }]}
      />
      <Checkbox isSelected={scrap} onChange={setScrap}>{t('dialog.scrap')}</Checkbox>
    </CommandDialog>
  );
}
