import { z } from 'zod';
import { appError, type AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';

/** A question the window may ask the data process: its name is the key it is declared under, `capability.verb`. */
export type Channel<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = { readonly input: I; readonly output: O };
export type Channels = Readonly<Record<string, Channel>>;
export type Events = Readonly<Record<string, z.ZodType>>;

/** Declares the channels of one capability; keeps the exact types of each. */
export const channels = <const C extends Channels>(declared: C): C => declared;
export const events = <const E extends Events>(declared: E): E => declared;

/** What the caller writes (defaults may be left out) and what the handler receives. */
export type Asked<C extends Channels, K extends keyof C> = z.input<C[K]['input']>;
export type Heard<C extends Channels, K extends keyof C> = z.output<C[K]['input']>;
export type Answer<C extends Channels, K extends keyof C> = z.output<C[K]['output']>;

/** One handler for every channel: leaving one out does not compile. */
export type Handlers<C extends Channels> = {
  readonly [K in keyof C]: (input: Heard<C, K>) => Result<Answer<C, K>, AppError> | Promise<Result<Answer<C, K>, AppError>>;
};

/** What travels between window and data process, whatever carries it (MessagePort or WebSocket). */
export const requestMessage = z.strictObject({ t: z.literal('ask'), id: z.int().min(0), channel: z.string().max(64), input: z.unknown() });
export const replyMessage = z.strictObject({
  t: z.literal('reply'),
  id: z.int().min(0),
  result: z.union([z.strictObject({ ok: z.literal(true), value: z.unknown() }), z.strictObject({ ok: z.literal(false), error: appError })]),
});
export const eventMessage = z.strictObject({ t: z.literal('event'), name: z.string().max(64), payload: z.unknown() });
export type RequestMessage = z.infer<typeof requestMessage>;
export type ReplyMessage = z.infer<typeof replyMessage>;
export type EventMessage = z.infer<typeof eventMessage>;

const issueOf = (error: z.ZodError) => {
  const first = error.issues[0]!;
  return { field: first.path.join('/'), rule: first.code, details: { expected: first.message } };
};

/**
 * Answers one message from a window: parses it by its channel, calls the handler, and never throws.
 * A malformed message, an unknown channel or a wrong input comes back as `invalid-input`; a broken promise as `internal`.
 *
 * @param onBroken told about exceptions, so that they reach the log with the channel's name
 */
export async function answer<C extends Channels>(
  declared: C,
  handlers: Handlers<C>,
  message: unknown,
  onBroken: (channel: string, cause: unknown) => void,
): Promise<ReplyMessage> {
  const request = requestMessage.safeParse(message);
  if (!request.success) {
    const id = z.object({ id: z.int().min(0) }).safeParse(message);
    return { t: 'reply', id: id.success ? id.data.id : 0, result: err({ code: 'invalid-input', attempted: 'message', ...issueOf(request.error) }) };
  }
  const { id, channel } = request.data;
  if (!Object.hasOwn(declared, channel)) {
    return { t: 'reply', id, result: err({ code: 'invalid-input', attempted: channel, rule: 'unknown-channel' }) };
  }
  const input = declared[channel]!.input.safeParse(request.data.input);
  if (!input.success) return { t: 'reply', id, result: err({ code: 'invalid-input', attempted: channel, ...issueOf(input.error) }) };
  try {
    const result = await handlers[channel as keyof C](input.data as Heard<C, keyof C>);
    return { t: 'reply', id, result: result.ok ? ok(result.value) : err({ attempted: channel, ...result.error }) };
  } catch (cause) {
    onBroken(channel, cause);
    return { t: 'reply', id, result: err({ code: 'internal', attempted: channel }) };
  }
}
