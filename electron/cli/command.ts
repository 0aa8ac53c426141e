import type { Result } from '#shared/kernel/result.ts';
import type { Terminal } from '#electron/start/terminal.ts';

/** Flags a command takes beside `--data`: a text that follows, or a switch. */
export type Flags = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly summary: string }>>;

/** What a command is given: its flags as typed, the data folder, and a terminal to talk to. */
export type Given = { /** Words behind the command, as many as it takes. */ readonly words: readonly string[]; readonly flags: Readonly<Record<string, string | boolean | undefined>>; readonly dataDir: string; readonly terminal: Terminal; readonly env: NodeJS.ProcessEnv };

/** One command of `npm run cli`. `run` answers nothing (or the exit code, when there is more than one good end) when it did what it says, or one line that says why not. */
export type Command = { readonly name: string; readonly summary: string; readonly flags: Flags; /** What may stand behind the command, for the help; none without. */ readonly takes?: string; run(given: Given): Promise<Result<void | number, string>> };
