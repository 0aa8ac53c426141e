import type { authEndpoints } from '#shared/auth/contract.ts';
import { ok } from '#shared/kernel/result.ts';
import type { EndpointHandlers } from '../http/handler.ts';
import { confirm, refresh, signIn, signOut, whoAmI, type AuthDeps } from './auth-service.ts';
import { changeGrants, type GrantsDeps } from './grants.ts';

export function authHandlers(deps: AuthDeps & GrantsDeps): EndpointHandlers<typeof authEndpoints> {
  return {
    signIn: ({ body }, context) => signIn({ ...deps, log: context.log }, body, context.address),
    refresh: ({ body }, context) => refresh({ ...deps, log: context.log }, body, context.address),
    signOut: async ({ body }, context) => {
      await signOut({ ...deps, log: context.log }, body.refreshToken);
      return ok({});
    },
    confirm: ({ body }, context) => confirm({ ...deps, log: context.log }, context.actor, body, context.address),
    changeGrants: ({ params, body }, context) => changeGrants(deps, context.actor, params.id, body),
    me: (_call, context) => whoAmI(deps, context.actor.userId),
  };
}
