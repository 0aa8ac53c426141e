/** Where `npm start` talks to the person who typed it. */
export type Terminal = {
  /** One line that stays. */
  say(line: string): void;
  /** One line about something that went wrong; goes to standard error. */
  warn(line: string): void;
  /** How far a long step is: one line that rewrites itself on a terminal, a line per quarter in a log file. */
  progress(step: string, done: number, total: number): void;
};

type Out = { write(text: string): unknown; readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };

const count = new Intl.NumberFormat('en');

export function terminal(out: Out = process.stdout, errors: Out = process.stderr): Terminal {
  let rewriting = false;
  const quarters = new Map<string, number>();
  const settle = () => {
    if (rewriting) out.write('\r\u001b[2K');
    rewriting = false;
  };
  return {
    say(line) {
      settle();
      out.write(`${line}\n`);
    },
    warn(line) {
      settle();
      errors.write(`${line}\n`);
    },
    progress(step, done, total) {
      const part = total > 0 ? Math.min(1, done / total) : 0;
      const text = total > 0 ? `${step}: ${count.format(done)} of ${count.format(total)} (${Math.floor(part * 100)} %)` : step;
      if (out.isTTY === true) {
        out.write(`\r\u001b[2K${text.slice(0, (out.columns ?? 80) - 1)}`);
        rewriting = true;
        return;
      }
      const quarter = Math.floor(part * 4);
      if ((quarters.get(step) ?? -1) >= quarter) return;
      quarters.set(step, quarter);
      out.write(`${text}\n`);
    },
  };
}
