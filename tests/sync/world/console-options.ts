import type { EngineLimits } from '#electron/sync/engine.ts';
import type { AheadWatch } from '../invariants/ahead.ts';
import type { PersonName } from './people.ts';
import type { SimConsole } from './sim-console.ts';
import type { SimServer } from './sim-server.ts';
import type { Timeline } from './timeline.ts';
import type { Trace } from './trace.ts';
import type { Faults } from './wire.ts';

export type ConsoleOptions = {
  readonly name: string;
  readonly person: PersonName;
  readonly seed: string;
  readonly timeline: Timeline;
  readonly trace: Trace;
  readonly server: SimServer;
  readonly limits: EngineLimits;
  /** Long work on its cache takes up to so long. */
  readonly pausesMs: number;
  readonly faults: () => Faults;
  /** Who the server takes its requests from; at a machine several people use, whoever is signed in. */
  readonly who: () => PersonName | null;
  readonly onBroken: (what: string) => void;
  /** It goes on under another name, because its disk seems to be an older copy of itself. */
  readonly onRenamed: (console: SimConsole) => void;
  /** The engine found that its cache differed from the server, and mended it. */
  readonly onHealed: (console: SimConsole, records: number) => void;
  /** What happens around a time away. */
  readonly ahead: (console: SimConsole) => Pick<AheadWatch, 'asked' | 'heard' | 'headsHeard' | 'looked' | 'released' | 'sending' | 'ended'>;
  /** The disk was opened as it was left; nothing has happened on it yet. */
  readonly onOpened: (console: SimConsole) => void;
};
