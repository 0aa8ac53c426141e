import type { Handlers } from '#shared/contract/channel.ts';
import { ok } from '#shared/kernel/result.ts';
import type { verificationChannels } from '#shared/verification/contract.ts';
import type { Account } from '../data-process/ground.ts';

/** Passes questions about verification on to the server; documents go through memory only. */
export const wireVerification = ({ http }: Pick<Account, 'http'>): { readonly handlers: Handlers<typeof verificationChannels> } => ({
  handlers: {
    'verification.of': (params) => http('verificationOf', { params }),
    'verification.begin': ({ shop, ...body }) => http('beginVerification', { params: { shop }, body }),
    'verification.answer': ({ shop, requirement, value }) => http('answerRequirement', { params: { shop, requirement }, body: { value } }),
    'verification.addDocument': ({ shop, requirement, data }) => http('addVerificationDocument', { params: { shop, requirement }, body: Buffer.from(data, 'base64') }, { silenceMs: 120_000 }),
    'verification.submit': ({ shop }) => http('submitVerification', { params: { shop }, body: {} }),
    'verification.queue': (query) => http('verificationQueue', { query }),
    'verification.step': ({ shop, step }) => http('stepVerification', { params: { shop }, body: step }),
    'verification.document': async (params) => {
      const read = await http('verificationDocument', { params });
      return read.ok ? ok({ data: Buffer.from(read.value).toString('base64') }) : read;
    },
  },
});
