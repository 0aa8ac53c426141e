/**
 * Countries whose accounts a SEPA credit transfer in euro can reach, by the letters their IBANs begin with. Having an IBAN is not enough: Morocco, Tunisia and Turkey are not in it.
 *
 * Source: EPC409-09, list of SEPA scheme countries, as of 2025 (with Albania, Moldova, Montenegro, North Macedonia, Serbia).
 */
export const sepaCountries: ReadonlySet<string> = new Set(
  'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA'.split(' '),
);
