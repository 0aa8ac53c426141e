import { Store } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, Checkbox, Popover } from '#renderer/ui/index.ts';
import { channelRules } from '#shared/media/channel-rules.ts';
import { useChannels } from './channel-choice.ts';
import { channelName } from './channel-names.ts';
import { formatExactDay } from './rule-day.ts';
import styles from './checks.module.css';

/** Which marketplaces matter; each with where its rules are from and when somebody compared them last. */
export function ChannelPicker() {
  const { t } = useTranslation('checks');
  const locale = useLocale();
  const { chosen, choose } = useChannels();
  const ids = chosen.map(({ channel }) => channel);
  return (
    <Popover
      label={t('channels.title')} placement="bottom end"
      trigger={<Button size="sm" variant="quiet" icon={Store}>{ids.length === 0 ? t('channels.none') : formatList(ids.map(channelName), locale)}</Button>}
    >
      <div className={styles.picker}>
        <p>{t('channels.title')}</p>
        <ul>
          {channelRules.map(({ channel, source, sourceIs, checked }) => (
            <li key={channel}>
              <Checkbox isSelected={ids.includes(channel)} onChange={(isChosen) => choose(isChosen ? [...ids, channel] : ids.filter((one) => one !== channel))}>
                <span>
                  {channelName(channel)}
                  <span className={styles.source}>{t(`channels.${sourceIs}`, { source, day: formatExactDay(checked, locale) })}</span>
                </span>
              </Checkbox>
            </li>
          ))}
        </ul>
      </div>
    </Popover>
  );
}
