import type { Result } from '#shared/kernel/result.ts';
import type { Terminal } from '#electron/start/terminal.ts';

/** Flags a command takes beside `--data`: a text that follows, or a switch. */
export type Flags = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly summary: string }>>;

/** What a command is given: its flags as typed, the data folder, and a terminal to talk to. */
export type Given = { readonly flags: Readonly<Record<string, string | boolean | undefined>>; readonly dataDir: string; readonly terminal: Terminal; readonly env: NodeJS.ProcessEnv };

/** One command of `npm run cli`. `run` answers nothing when it did what it says, or one line that says why not. */
export type Command = { readonly name: string; readonly summary: string; readonly flags: Flags; run(given: Given): Promise<Result<void, string>> };
