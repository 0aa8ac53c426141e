import type { OpenHours } from '#shared/catalog/kind-model.ts';
import type { Product } from '#shared/catalog/model.ts';
import { between, chance, drawnId, oneOf, type Draw } from './random.ts';

/** What only a download or only a service has, as sellers leave it: nine in ten say what buyers need, some forget a part. */
export function kindParts(kind: Product['kind'], draw: Draw, at: number): Partial<Product> {
  switch (kind) {
    case 'physical': return {};
    case 'digital': return {
      ...(chance(draw, 880) ? { keys: Array.from({ length: between(draw, 5, 40) }, () => drawnId(draw, at).slice(-12).toUpperCase().replace(/(.{4})(?!$)/g, '$1-')) } : {}),
      ...(chance(draw, 800) ? { downloadLimit: oneOf(draw, [3, 5, 10]), linkDays: oneOf(draw, [7, 30, 365]) } : {}),
    };
    case 'service': {
      const days = chance(draw, 920) ? oneOf(draw, [[2, 4, 6], [1, 2, 3, 4, 5], [6, 7]]) : [];
      return {
        durationMinutes: oneOf(draw, [60, 90, 120, 180]), bufferMinutes: 15, noticeHours: 24,
        ...(chance(draw, 850) ? { capacity: between(draw, 1, 12) } : {}),
        ...(chance(draw, 900) ? { servicePlace: oneOf(draw, ['vendor', 'vendor', 'customer', 'online'] as const) } : {}),
        hours: Object.fromEntries(days.map((day): [string, OpenHours] => [drawnId(draw, at), { day, from: 9 * 60, to: 17 * 60 }])),
      };
    }
  }
}
