import type { Message } from './model.ts';

type Text = Pick<Message, 'kind' | 'body'>;

/** A text that comes back to where another was begun meanwhile: it stands above that one. Where either is a note both are one: no note becomes an answer by itself. */
export const joined = ({ kind, body }: Text, begun: Text | null): Text =>
  begun === null || begun.body === '' ? { kind, body } : { kind: kind === 'note' || begun.kind === 'note' ? 'note' : 'message', body: `${body}\n\n${begun.body}` };
