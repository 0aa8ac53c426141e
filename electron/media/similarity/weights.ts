/**
 * What each of the 108 terms of SSIMULACRA 2 counts: by component (X, Y, B - Y), scale (1:1 to 1:32), norm (mean, fourth-power mean)
 * and map (structure, what was added, what was lost).
 *
 * Source: SSIMULACRA 2.1, Jon Sneyers and Cloudinary, the published weights; tuned on people's judgement of 17,611 pictures.
 */
const WEIGHTS = Float64Array.of(
  0, 0.0007376606707406586, 0, 0, 0.0007793481682867309, 0, 0, 0.0004371155730107379, 0, 1.1041726426657346, 0.00066284834129271, 0.00015231632783718752,
  0, 0.0016406437456599754, 0, 1.8422455520539298, 11.441172603757666, 0, 0.0007989109436015163, 0.000176816438078653, 0, 1.8787594979546387, 10.94906990605142, 0,
  0.0007289346991508072, 0.9677937080626833, 0, 0.00014003424285435884, 0.9981766977854967, 0.00031949755934435053, 0.0004550992113792063, 0, 0, 0.0013648766163243398, 0, 0,
  0, 0, 0, 7.466890328078848, 0, 17.445833984131262, 0.0006235601634041466, 0, 0, 6.683678146179332, 0.00037724407979611296, 1.027889937768264,
  225.20515300849274, 0, 0, 19.213238186143016, 0.0011401524586618361, 0.001237755635509985, 176.39317598450694, 0, 0, 24.43300999870476, 0.28520802612117757, 0.0004485436923833408,
  0, 0, 0, 34.77906344483772, 44.835625328877896, 0, 0, 0, 0, 0, 0, 0,
  0, 0.0008680556573291698, 0, 0, 0, 0, 0, 0.0005313191874358747, 0, 0.00016533814161379112, 0, 0,
  0, 0, 0, 0.0004179171803251336, 0.0017290828234722833, 0, 0.0020827005846636437, 0, 0, 8.826982764996862, 23.19243343998926, 0,
  95.1080498811086, 0.9863978034400682, 0.9834382792465353, 0.0012286405048278493, 171.2667255897307, 0.9807858872435379, 0, 0, 0, 0.0005130064588990679, 0, 0.00010854057858411537,
);

/** Terms that together move a score by less than 0.02 points are not worked out: they are two thirds of the work. */
const LEAST_WEIGHT = 0.003;
const MAPS = 6;

export const SCALES = 6;
/** Mean of structure, added, lost; then the fourth-power means of the three. */
export type MapNorms = readonly [number, number, number, number, number, number];

/** The weights of one component at one scale, or null when they count for nothing. With fewer scales (small pictures) the list simply goes on, as in the original. */
export function weightsOf(component: number, scale: number, scales: number): Float64Array | null {
  const at = (component * scales + scale) * MAPS;
  const weights = WEIGHTS.subarray(at, at + MAPS);
  return weights.some((weight) => weight >= LEAST_WEIGHT) ? weights : null;
}

/** From the weighted sum to a score: 100 for equal pictures, 90 where no difference is seen side by side, 70 for a good photo on a page. */
export function scoreOf(sum: number): number {
  const scaled = sum * 0.9562382616834844;
  const bent = 2.326765642916932 * scaled - 0.020884521182843837 * scaled ** 2 + 6.248496625763138e-5 * scaled ** 3;
  return bent > 0 ? 100 - 10 * bent ** 0.6276336467831387 : 100;
}
