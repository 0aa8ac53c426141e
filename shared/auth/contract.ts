import { z } from 'zod';
import { channels, events } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { epochMs } from '../kernel/time.ts';
import { email, me, role, shopId, userId } from './model.ts';

/** 8 characters at least, 1,000 at most; no rules about which. Pasting is welcome. */
export const password = z.string().min(8).max(1_000);

/** Six digits of an authenticator app, or one of the recovery codes; spaces and dashes as people type them. */
export const secondFactorCode = z.string().trim().min(6).max(30);

/** Whether somebody works at this console, and as whom. The window never sees a token. */
export const session = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('signed-out'),
    serverUrl: z.string(),
    reason: z.enum(['never', 'signed-out', 'expired', 'reused', 'revoked']),
    /** The accounts of the demo marketplace on this machine, when the server is the one started here. */
    demo: z.array(z.object({ email: z.string(), name: z.string(), role, /** Name of their shop, for vendors. */ shop: z.string().optional() })),
  }),
  z.object({
    name: z.literal('signed-in'),
    serverUrl: z.string(),
    me,
    /** Where the refresh token rests: the system's key store, a file only this user can read, or nowhere (asked again next time). */
    tokenStore: z.enum(['keychain', 'file', 'memory']),
    /** Work goes on from the cache, but the server wants the password again before it talks to us. */
    needsSignIn: z.boolean(),
    /** The server was not heard of for so long that nothing is shown until it has answered once; what was not sent is kept. */
    locked: z.boolean(),
  }),
]);
export type Session = z.infer<typeof session>;

export const authChannels = channels({
  'auth.session': { input: z.object({}), output: session },
  'auth.signIn': { input: z.object({ email, password: z.string().min(1).max(1_000) }), output: session },
  /** One click on a demo account; its password was made at random on first start and lies in the data folder. */
  'auth.signInDemo': { input: z.object({ email }), output: session },
  /** Refused with `unsent-changes` (details.count) while edits wait, unless they are kept on this machine for the next sign-in. */
  /** The password once more, before money moves: counts for a few minutes in this session. Answers until when. */
  'auth.confirm': { input: z.object({ password: z.string().min(1).max(1_000), code: secondFactorCode.optional() }), output: z.object({ until: epochMs }) },
  'auth.signOut': { input: z.object({ keepUnsent: z.boolean().default(false) }), output: session },
});
export const authEvents = events({ 'auth.changed': session });

const tokens = z.object({
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.int(),
  refreshToken: z.string(),
  me,
});
export type Tokens = z.infer<typeof tokens>;

/** What a person may do and see. `grantsEpoch` rises with every change, so that a console knows that its own are old. */
export const grants = z.object({ role, shopIds: z.array(shopId), grantsEpoch: z.int() });
export type Grants = z.infer<typeof grants>;
/** What is left out stays as it is. */
export const grantsChange = z.strictObject({ role: role.optional(), shopIds: z.array(shopId).max(1_000).optional() });
export type GrantsChange = z.infer<typeof grantsChange>;

export const authEndpoints = endpoints({
  signIn: {
    method: 'post', path: '/auth/sign-in', auth: 'anyone', summary: 'Sign in with e-mail and password.',
    body: z.strictObject({ email, password: z.string().min(1).max(1_000), device: z.string().max(100) }),
    reply: tokens, errors: ['invalid-input', 'wrong-credentials', 'too-many-tries'],
  },
  refresh: {
    method: 'post', path: '/auth/refresh', auth: 'anyone', summary: 'Trade a refresh token for a new pair; the old one dies. Using it again ends the whole family.',
    body: z.strictObject({
      refreshToken: z.string().min(20).max(500),
      /** A text only this console can write again for this token (a hash of the token with a secret of the installation): whoever repeats it within 30 s gets a lost answer again, from any network. */
      attempt: z.string().min(16).max(128).optional(),
    }),
    reply: tokens, errors: ['invalid-input', 'signed-out', 'refresh-reused'],
  },
  signOut: {
    method: 'post', path: '/auth/sign-out', auth: 'anyone', summary: 'End the session this refresh token belongs to.',
    body: z.strictObject({ refreshToken: z.string().min(20).max(500) }),
    reply: z.object({}), errors: ['invalid-input'],
  },
  confirm: {
    method: 'post', path: '/auth/confirm', auth: 'signed-in', summary: 'Give the password again, and the code where two factors are on: approvals of money and changes of bank accounts want it, and it counts for five minutes in this session.',
    body: z.strictObject({ password: z.string().min(1).max(1_000), code: secondFactorCode.optional() }),
    reply: z.object({ until: epochMs }), errors: ['signed-out', 'forbidden', 'too-many-tries'],
  },
  me: { method: 'get', path: '/auth/me', auth: 'signed-in', summary: 'Who am I, and which shops are mine.', reply: me, errors: ['signed-out'] },
  changeGrants: {
    method: 'post', path: '/people/:id/grants', auth: 'signed-in', summary: 'Change a person’s role or shops (admins only). Their consoles are told at once and give back what is no longer theirs.',
    params: z.strictObject({ id: userId }), body: grantsChange,
    reply: grants, errors: ['invalid-input', 'signed-out', 'forbidden', 'not-found'],
  },
});
