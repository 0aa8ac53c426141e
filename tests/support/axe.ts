import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * Axe on a page of the console, asked for violations only.
 *
 * Its so-called legacy mode leaves frames of foreign origin aside, of which the console has none; the other opens a second page
 * for every look, to add up in it what the frames said, and that took longer than the look.
 */
export const axeOn = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
