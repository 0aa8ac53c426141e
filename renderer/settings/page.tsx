import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageProps } from '#renderer/app/page-props.ts';
import { settings } from '#renderer/app/live.ts';
import { ErrorState, Skeleton } from '#renderer/ui/index.ts';
import { AboutSection } from './about-section.tsx';
import { AccountSection } from './account-section.tsx';
import { LookSection } from './look-section.tsx';
import { ShortcutsSection } from './shortcuts-section.tsx';
import styles from './settings.module.css';

const sections = ['look', 'account', 'shortcuts', 'about'] as const;
type SectionName = (typeof sections)[number];

/** How this person likes their console; every choice holds at once. */
export function SettingsPage({ parts }: PageProps) {
  const { t } = useTranslation(['settings', 'common']);
  const { value, error } = settings.use();
  const page = useRef<HTMLDivElement>(null);
  const wanted = sections.find((name) => name === parts[0]) ?? 'look';
  const isReady = value !== null;

  useEffect(() => {
    if (isReady && parts[0] !== undefined) page.current?.querySelector(`#settings-${wanted}`)?.scrollIntoView({ block: 'start' });
  }, [isReady, parts, wanted]);

  if (!value) return error ? <ErrorState error={error} onRetry={() => void settings.load()} /> : <Waiting />;
  const body: Record<SectionName, React.ReactNode> = {
    look: <LookSection settings={value} />,
    account: <AccountSection />,
    shortcuts: <ShortcutsSection settings={value} />,
    about: <AboutSection />,
  };
  return (
    <div className={styles.page} ref={page}>
      <nav className={styles.contents} aria-label={t('contents')}>
        <h1 className={styles.title}>{t('title')}</h1>
        {sections.map((name) => (
          <a key={name} href={`#/settings/${name}`} aria-current={name === wanted ? 'true' : undefined} className={styles.jump}>
            {t(`${name}.title`)}
          </a>
        ))}
      </nav>
      <div className={styles.sections}>
        {sections.map((name) => (
          <section key={name} id={`settings-${name}`} className={styles.section} aria-labelledby={`settings-${name}-title`}>
            <h2 id={`settings-${name}-title`} className={styles.heading}>
              {t(`${name}.title`)}
            </h2>
            {body[name]}
          </section>
        ))}
      </div>
    </div>
  );
}

function Waiting() {
  return (
    <div className={styles.sections} aria-busy>
      <Skeleton width={180} height={18} />
      <Skeleton width={320} />
      <Skeleton width={280} />
    </div>
  );
}
