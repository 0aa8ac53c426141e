/** Colours as SSIMULACRA 2 compares them: XYB of JPEG XL, moved so that nothing is negative. */
const BIAS = 0.0037930732552754493;
const CUBE_ROOT_OF_BIAS = Math.cbrt(BIAS);

/** sRGB, 0 to 255, as light. */
const LIGHT = Float64Array.from({ length: 256 }, (_, value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));

// A root costs more than all the rest of a pixel. Between steps so small, a straight line is off by less than 2e-6.
const STEPS = 16_384;
const ROOTS = Float64Array.from({ length: STEPS + 2 }, (_, step) => Math.cbrt(step / STEPS + BIAS) - CUBE_ROOT_OF_BIAS);
function root(light: number): number {
  const at = light * STEPS;
  const step = at | 0;
  const low = ROOTS[step]!;
  return low + (ROOTS[step + 1]! - low) * (at - step);
}

/** Three planes, each `width * height` long. */
export type Planes = { readonly width: number; readonly height: number; readonly planes: readonly [Float32Array, Float32Array, Float32Array] };

/** Pixels, three bytes each, as planes of light. */
export function lightOf(rgb: Uint8Array, width: number, height: number): Planes {
  const count = width * height;
  const [r, g, b] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    r[i] = LIGHT[rgb[at]!]!;
    g[i] = LIGHT[rgb[at + 1]!]!;
    b[i] = LIGHT[rgb[at + 2]!]!;
  }
  return { width, height, planes: [r, g, b] };
}

/** Half as wide and as high, four pixels becoming one; at an odd edge the last one counts twice. */
export function halved({ width, height, planes }: Planes): Planes {
  const [half, rows] = [(width + 1) >> 1, (height + 1) >> 1];
  const shrink = (plane: Float32Array): Float32Array => {
    const to = new Float32Array(half * rows);
    for (let y = 0, i = 0; y < rows; y++) {
      const top = 2 * y * width;
      const bottom = Math.min(2 * y + 1, height - 1) * width;
      for (let x = 0; x < half; x++, i++) {
        const [left, right] = [2 * x, Math.min(2 * x + 1, width - 1)];
        to[i] = 0.25 * (plane[top + left]! + plane[top + right]! + plane[bottom + left]! + plane[bottom + right]!);
      }
    }
    return to;
  };
  return { width: half, height: rows, planes: [shrink(planes[0]), shrink(planes[1]), shrink(planes[2])] };
}

/** One component (0: X, 1: Y, 2: B - Y) of every pixel. */
export function componentOf({ planes: [r, g, b] }: Planes, component: number): Float32Array {
  const to = new Float32Array(r.length);
  for (let i = 0; i < to.length; i++) {
    const [red, green, blue] = [r[i]!, g[i]!, b[i]!];
    const long = root(0.3 * red + 0.622 * green + 0.078 * blue);
    const middle = root(0.23 * red + 0.692 * green + 0.078 * blue);
    if (component === 0) to[i] = 7 * (long - middle) + 0.42;
    else if (component === 1) to[i] = 0.5 * (long + middle) + 0.01;
    else to[i] = root(0.24342268924547819 * red + 0.20476744424496821 * green + 0.5518098665095536 * blue) - 0.5 * (long + middle) + 0.55;
  }
  return to;
}
