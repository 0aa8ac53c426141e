import type { Address, OrderCustomer } from '#shared/orders/model.ts';
import { between, drawFrom, drawnId, oneOf } from './random.ts';
import { DEMO_NOW } from './shops.ts';

const morocco = { country: 'MA', first: ['Nadia', 'Youssef', 'Salwa', 'Omar', 'Imane', 'Hamza', 'Khadija', 'Mehdi', 'Ghita', 'Anas', 'Zineb', 'Reda'], last: ['Berrada', 'El Fassi', 'Idrissi', 'Tazi', 'Benjelloun', 'Alaoui', 'Chraibi', 'Lahlou', 'Bennis', 'Sqalli'], cities: ['Casablanca', 'Rabat', 'Fès', 'Marrakech', 'Tanger', 'Agadir'], streets: ['rue Ibn Batouta', 'avenue Hassan II', 'boulevard Zerktouni'] };
const france = { country: 'FR', first: ['Élodie', 'Thomas', 'Camille', 'Julien', 'Sarah', 'Nicolas', 'Inès', 'Maxime', 'Claire', 'Antoine'], last: ['Petit', 'Moreau', 'Lefèvre', 'Garnier', 'Roussel', 'Fontaine', 'Leroy', 'Marchand'], cities: ['Paris', 'Lyon', 'Nantes', 'Rennes', 'Lille', 'Bordeaux'], streets: ['rue des Lilas', 'avenue Jean-Jaurès', 'place du Marché'] };

/** A made-up customer, the same for the same number; people of Morocco pay in dirhams, others in euros. */
export function demoCustomer(seed: number, number: number, currency: string): { readonly customer: OrderCustomer; readonly shipTo: Address } {
  const draw = drawFrom(seed, -31_000, number);
  const land = currency === 'MAD' ? morocco : france;
  const name = `${oneOf(draw, land.first)} ${oneOf(draw, land.last)}`;
  return {
    customer: { id: drawnId(draw, DEMO_NOW - 800 * 86_400_000), name, email: `client${number}@example.test`, phone: null },
    shipTo: { name, lines: [`${between(draw, 1, 180)}, ${oneOf(draw, land.streets)}`], postcode: String(between(draw, 10_000, 89_999)), city: oneOf(draw, land.cities), region: null, country: land.country, phone: null },
  };
}
