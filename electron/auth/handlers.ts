import type { authChannels } from '#shared/auth/contract.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import { ok } from '#shared/kernel/result.ts';
import type { HttpClient } from '../http/client.ts';
import type { SessionService } from './session-service.ts';

/** Answers the window's questions about who works here. */
export const authHandlers = (service: SessionService, http: HttpClient): Handlers<typeof authChannels> => ({
  'auth.session': () => ok(service.session()),
  'auth.signIn': ({ email, password }) => service.signIn(email, password),
  'auth.signInDemo': ({ email }) => service.signInDemo(email),
  'auth.confirm': (input) => http('confirm', { body: input }),
  'auth.signOut': ({ keepUnsent }) => service.signOut(keepUnsent),
});
