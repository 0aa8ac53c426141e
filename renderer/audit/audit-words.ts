import { useTranslation } from 'react-i18next';
import type { AuditLine } from '#shared/audit/model.ts';
import { useIntentWords } from '#renderer/catalog/components/versions/intent-words.ts';

/** What a line of the journal says happened, and to what, in words; acts of parts this window does not know yet are told by their own name. */
export function useAuditWords() {
  const { t, i18n } = useTranslation('audit');
  const intent = useIntentWords();
  const known = (key: string) => i18n.exists(key, { ns: 'audit' });
  const say = (key: string) => String(t(key as 'title'));
  return {
    action: ({ kind, action }: AuditLine) => {
      if (kind === 'change') return intent(action);
      const key = `action.${action.replace('.', '-')}`;
      return known(key) ? say(key) : action;
    },
    object: (kind: string) => (known(`object.${kind}`) ? say(`object.${kind}`) : kind),
    outcome: (outcome: string) => (known(`outcome.${outcome}`) ? say(`outcome.${outcome}`) : outcome),
  };
}
