import { ok } from '#shared/kernel/result.ts';
import type { Desk } from '../data-process/ground.ts';
import type { HttpClient } from '../http/client.ts';
import type { SettingsService } from '../settings/handlers.ts';
import { jobsOver } from './fetch-jobs.ts';
import { createCatalog, type CatalogService } from './handlers.ts';
import type { FetchHistory } from './history.ts';

/** Asks the server what was done to a record. */
export const historyOver = (http: HttpClient): FetchHistory => async ({ entity, id }, limit, before) => {
  const answered = await http(entity === 'shop' ? 'shopHistory' : 'history', { params: { id }, query: { limit, ...(before === undefined ? {} : { before }) } });
  return answered.ok ? ok(answered.value.entries) : answered;
};

export const wireCatalog = (desk: Desk, settings: SettingsService, fetchHistory: FetchHistory): CatalogService =>
  createCatalog({
    ...desk, fetchHistory, fetchJobs: jobsOver(desk.http), chosenShop: () => settings.current().shopId,
    tell: (changed) => desk.tell('catalog.changed', changed),
    tellWorking: (working) => desk.tell('catalog.working', working),
    onFailure: (error) => {
      desk.log.warn({ code: error.code, rule: error.rule }, 'housekeeping failed; it is tried again');
      desk.cacheFailed(error);
    },
  });
