import type { Handlers } from '#shared/contract/channel.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { searchOf } from '#shared/moderation/checks/word-rules.ts';
import type { moderationChannels } from '#shared/moderation/contract.ts';
import type { Account } from '../data-process/ground.ts';
import { patternFinder } from './pattern-finder.ts';

/** Cases are asked from the server each time: a decision about an old state would be refused, and nothing of moderation is kept on this machine. */
export const wireModeration = ({ http }: Pick<Account, 'http'>): { readonly handlers: Handlers<typeof moderationChannels> } => ({
  handlers: {
    'moderation.cases': (query) => http('moderationCases', { query }),
    'moderation.case': ({ id }) => http('moderationCase', { params: { id } }),
    'moderation.step': ({ id, step }) => http('stepCase', { params: { id }, body: step }),
    'moderation.decide': ({ id, verdict }) => http('decideCase', { params: { id }, body: verdict }),
    'moderation.decideAppeal': ({ id, outcome, reason }) => http('decideAppeal', { params: { id }, body: { outcome, reason } }),
    'moderation.appeal': ({ id, text }) => http('appealDecision', { params: { id }, body: { text } }),
    'moderation.decisions': ({ productId }) => http('decisionsOf', { params: { id: productId } }),
    'moderation.report': ({ productId, ...body }) => http('reportListing', { params: { id: productId }, body }),
    'moderation.wordRules': () => http('wordRules', {}),
    'moderation.saveWordRule': ({ rule, version, reason }) => http('saveWordRule', { params: { id: rule.id }, body: { rule, version, reason } }),
    'moderation.tryRule': ({ how, pattern, text }) => {
      const search = searchOf({ how, pattern }, patternFinder);
      return search.ok ? ok({ piece: search.value(text) }) : err(search.error);
    },
    'moderation.markHit': ({ id, verdict }) => http('markHit', { params: { id }, body: { verdict } }),
    'moderation.csv': async ({ what, from, to }) => {
      const answered = await http(what === 'log' ? 'moderationLog' : 'transparencyReport', { query: { from, to } });
      return answered.ok ? ok({ csv: new TextDecoder().decode(answered.value) }) : answered;
    },
  },
});
