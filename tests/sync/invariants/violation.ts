/** The promises of docs/sync.md, each with what it promises. */
export const invariants = {
  I1: 'everybody who caught up has what the server has',
  I2: 'every edit ends in exactly one outcome',
  I3: 'no edit counts twice',
  I4: 'no value is overwritten unseen',
  I5: 'what was deleted stays deleted',
  I6: 'nothing of a shop reaches who may not read it',
  I7: 'stock is what it was plus every movement that was taken in; money is never mixed',
  I8: 'what is on the screen does not go back, and shows one’s own edits',
  I9: 'once nothing goes wrong any more, everything is sent',
  I10: 'whatever was committed opens again and goes on',
  I12: 'who was away is told what sending will come to before anything leaves, and what needs somebody waits for them, a minute at most',
  I13: 'of two people who work at one machine, nothing of one is seen, sent or lost by the other',
  fit: 'no part of the product breaks its own promises',
} as const;
export type Invariant = keyof typeof invariants;
export type Violation = { readonly invariant: Invariant; readonly what: string };
/** Where checks report. */
export type Report = (invariant: Invariant, what: string) => void;
