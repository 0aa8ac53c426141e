import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useMe } from '#renderer/app/live.ts';
import { draftKey } from '#renderer/lib/drafts.ts';
import { useKept } from '#renderer/lib/use-kept.ts';
import { Checkbox } from '#renderer/ui/index.ts';
import type { ChannelRules } from '#shared/media/channel-rules.ts';
import { channelName } from './channel-names.ts';
import styles from './checks.module.css';

type Props = { /** Of the picture under its recipe: after a change, somebody has to look again. */ name: string; channels: readonly ChannelRules[]; isMain: boolean };

/** What no machine sees for sure: a list to go through. A tick says that somebody looked, in this session, and never that a marketplace agrees. */
export function PersonList({ name, channels, isMain }: Props) {
  const { t } = useTranslation('checks');
  const account = useMe()?.id ?? '';
  const [looked, keep] = useKept(draftKey(account, 'looked-at', name), z.array(z.string()), []);
  const asked = new Map<string, string[]>();
  for (const { channel, rules } of channels) {
    for (const rule of rules) {
      if (rule.is !== 'person' || (rule.onlyMain === true && !isMain)) continue;
      asked.set(rule.asks, [...(asked.get(rule.asks) ?? []), channelName(channel)]);
    }
  }
  if (asked.size === 0) return null;
  return (
    <div role="group" aria-label={t('person.title')} className={styles.person}>
      <h4>{t('person.title')}</h4>
      <ul>
        {[...asked].map(([what, by]) => (
          <li key={what}>
            <Checkbox isSelected={looked.includes(what)} onChange={(isLooked) => keep(isLooked ? [...looked, what] : looked.filter((one) => one !== what))}>
              <span>{t(`person.${what as 'no-text'}`)} <span className={styles.way}>{by.join(', ')}</span></span>
            </Checkbox>
          </li>
        ))}
      </ul>
    </div>
  );
}
