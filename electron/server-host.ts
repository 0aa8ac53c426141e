/**
 * Runs the companion server inside a utility process of the packaged console: the server speaks to whoever started it over
 * `process.send`, which such a process does not have.
 */
type ParentPort = { postMessage(message: unknown): void };
const parent = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
if (parent) {
  process.send = (message: unknown, ...rest: unknown[]) => {
    parent.postMessage(message);
    const sent = rest.at(-1);
    if (typeof sent === 'function') setImmediate(() => void (sent as (problem: null) => void)(null));
    return true;
  };
}
// Built beside this file; not an import the bundler may pull in, because `process.send` has to be there first.
await import(new URL('./server.js', import.meta.url).href);
