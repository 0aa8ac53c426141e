const uuidStep = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Tells fields of the same kind apart from others, whatever record or variant they are in: `variants/*\/price`, `texts/fr/title`. */
export const alikeKey = (path: string): string => path.split('/').map((step) => (uuidStep.test(step) ? '*' : step)).join('/');
