import { catalogChannels } from '#shared/catalog/contract.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { Command } from './command.ts';
import { withCatalogue } from './signed-in.ts';

const MOST = 100;

export const jobs: Command = {
  name: 'jobs',
  summary: 'lists what was done last on this console and can be taken back, the latest first',
  flags: { json: { type: 'boolean', summary: 'prints one JSON array' } },
  run: ({ flags, dataDir, terminal }) =>
    withCatalogue({ dataDir }, async (data) => {
      const told = await data.ask('catalog.recent', { limit: MOST }, catalogChannels['catalog.recent'].output);
      if (!told.ok) return err(`The list could not be read: ${told.error}.`);
      const lines = told.value.edits.map(({ key, at, intent, count, sku, isWaiting }) => ({ job: key, at: new Date(at).toISOString(), what: intent, records: count, first: sku, sent: !isWaiting }));
      if (flags['json'] === true) terminal.say(JSON.stringify(lines));
      else for (const { job, at, what, records, first, sent } of lines) terminal.say(`${job}  ${at}  ${what}  ${records} record${records === 1 ? '' : 's'}${first === null ? '' : ` (${first}${records > 1 ? ' …' : ''})`}${sent ? '' : '  not sent yet'}`);
      if (lines.length === 0 && flags['json'] !== true) terminal.say('Nothing was done here that could be taken back.');
      return ok(undefined);
    }),
};

export const undo: Command = {
  name: 'undo',
  summary: 'takes one job of "jobs" back, as a whole',
  takes: 'JOB  what somebody changed since is left alone and counted',
  flags: {},
  run: ({ words: [job, ...more], dataDir, terminal }) =>
    withCatalogue({ dataDir }, async (data) => {
      if (job === undefined || more.length > 0) return err('Which job? "undo JOB", as "jobs" lists them.');
      const told = await data.ask('catalog.recent', { limit: MOST }, catalogChannels['catalog.recent'].output);
      if (!told.ok) return err(`The list could not be read: ${told.error}.`);
      const found = told.value.edits.find(({ key }) => key === job);
      if (!found) return err(`There is no job ${job} that can be taken back: "npm run cli -- jobs" lists them.`);
      const done = await data.ask('catalog.undo', found.isGroup ? { group: job } : { mid: job }, catalogChannels['catalog.undo'].output);
      if (!done.ok) return err(`Nothing was taken back: ${done.error}.`);
      const { undone, compensated, kept } = done.value;
      terminal.say(`${undone + compensated} taken back (${undone} before they were sent, ${compensated} by changing them again), ${kept} left because somebody changed them since.`);
      return ok(undefined);
    }),
};
