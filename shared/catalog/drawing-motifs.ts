/** Colours of a picture, all made from one: light from the upper left, shade to the lower right. */
export type Shades = Readonly<Record<'ground' | 'shadow' | 'base' | 'light' | 'dark' | 'deep' | 'accent' | 'bone', string>>;
export type Paint = readonly [shade: keyof Shades, path: string];

const oval = (cx: number, cy: number, rx: number, ry = rx): string => `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
const box = (x: number, y: number, w: number, h: number, r = 0): string =>
  r === 0 ? `M${x} ${y}h${w}v${h}h${-w}z` : `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`;
const ring = (cx: number, cy: number, outer: number, inner: number): string =>
  `${oval(cx, cy, outer)}M${cx - inner} ${cy}a${inner} ${inner} 0 1 1 ${2 * inner} 0a${inner} ${inner} 0 1 1 ${-2 * inner} 0z`;
const floor = (width = 22, y = 55): Paint => ['shadow', oval(32, y, width, 3.2)];

/**
 * The things a marketplace sells, each as a few flat shapes on a 64 × 64 field, back to front.
 * Bold outlines so that they read at 22 px, a lit and a shaded side so that they hold at 200 px.
 */
export const motifs: Readonly<Record<string, readonly Paint[]>> = {
  babouche: [
    floor(25, 50), ['deep', 'M6 44c4 5 14 5 24 5h20c6 0 9-3 9-6L44 40z'],
    ['base', 'M5 38c0 5 3 8 9 8h36c6 0 9-3 8-6-1-4-8-3-13-9-4-5-7-9-13-9-5 0-6 5-11 8-6 4-16 3-16 8z'],
    ['dark', 'M31 23c6-2 10 3 14 8 4 6 12 5 13 9 0 3-3 6-8 6H33c6-5 5-15-2-23z'], ['light', 'M7 37c5-4 12-2 18-7 3-3 4-6 7-7-2 6-5 12-25 14z'], ['accent', 'M39 27l4 4-3 4-4-4z'],
  ],
  sandal: [
    floor(25, 52), ['deep', 'M6 46c6 5 40 6 50 2 3-2 3-6 0-7L6 42z'], ['bone', 'M5 41c7 4 40 5 50 0 3-2 2-4-1-4-14 2-24-4-38-2-6 1-12 3-11 6z'],
    ['base', 'M14 37c0-8 6-13 11-14 2 5 3 11 2 16-5 0-9-1-13-2z'], ['light', 'M17 37c0-6 3-10 8-14-6 2-11 6-11 14z'], ['dark', 'M40 39c-1-7 2-13 7-15 4 4 7 9 6 13-4 2-8 2-13 2z'], ['accent', 'M24 26l22 0v4H25z'],
  ],
  boot: [
    floor(21, 55), ['base', 'M20 9h19v25c3 5 14 5 16 12v5H20z'], ['light', 'M20 9h7v42h-7z'], ['dark', 'M34 9h5v25c3 5 14 5 16 12v2c-9-4-21-3-21-14z'],
    ['deep', 'M19 50h37v5H37l-2-2h-4v2H19z'], ['accent', 'M18 8h22v4H18z'],
  ],
  tagine: [
    floor(24, 55), ['base', 'M31 11h2c2 9 8 20 19 28H12c11-8 17-19 19-28z'], ['light', 'M31 11h1c-1 10-6 21-13 28h-7c11-8 17-19 19-28z'], ['dark', 'M33 11c2 9 8 20 19 28H41c-6-9-8-19-8-28z'],
    ['accent', 'M18 33h28l3 3H15z'], ['deep', oval(32, 9, 3.6)], ['base', 'M8 40h48c0 8-6 14-12 14H20c-6 0-12-6-12-14z'], ['dark', 'M40 40h16c0 8-6 14-12 14h-8c3-4 4-9 4-14z'], ['deep', 'M8 39h48v3H8z'],
  ],
  teapot: [
    floor(21, 55), ['dark', 'M44 26c9-3 14 2 12 9-2 6-8 9-13 9l-1-4c4 0 8-2 9-6 1-3-1-5-5-4z'], ['base', 'M21 26c-1 8-3 10-12 4l-3 2c4 8 8 13 15 12z'],
    ['base', 'M20 24h25c5 8 5 20-2 29H22c-7-9-7-21-2-29z'], ['light', 'M20 24h8c-4 9-4 20 0 29h-6c-7-9-7-21-2-29z'], ['dark', 'M38 24h7c5 8 5 20-2 29h-8c5-9 6-20 3-29z'],
    ['accent', 'M16 37h33v4H16z'], ['deep', 'M22 24c0-5 4-8 10-8s11 3 11 8z'], ['accent', 'M30 9h5l1 7h-7z'],
  ],
  glass: [
    floor(15, 55), ['light', 'M17 12h30l-5 42H22z'], ['base', 'M18.500 25h27l-3.500 27H22z'], ['dark', 'M38 25h7.500L42 52h-7z'], ['accent', 'M17.500 17h29l-.6 4h-27.800z'], ['bone', 'M22 27h4l2 22h-4z'],
  ],
  bowl: [
    floor(22, 54), ['deep', oval(32, 29, 26, 6)], ['base', 'M6 29c0 16 10 24 26 24s26-8 26-24c-6 8-46 8-52 0z'], ['dark', 'M58 29c0 16-10 24-26 24 10-3 16-9 18-19 4-1 7-3 8-5z'],
    ['light', 'M6 29c0 10 4 17 11 21-4-5-6-10-6-18-2-1-4-2-5-3z'], ['accent', 'M9 39c10 5 36 5 46 0l-1.500 4c-10 4-33 4-43 0z'],
  ],
  plate: [
    ['shadow', oval(34, 35, 26)], ['base', oval(32, 32, 26)], ['light', 'M32 6a26 26 0 0 0-26 26h6a20 20 0 0 1 20-20z'], ['dark', 'M32 58a26 26 0 0 0 26-26h-6a20 20 0 0 1-20 20z'],
    ['bone', oval(32, 32, 18)], ['accent', 'M32 18l5 9 9 5-9 5-5 9-5-9-9-5 9-5z'], ['base', oval(32, 32, 4)],
  ],
  vase: [
    floor(14, 56), ['base', 'M25 8h14c0 8-3 9-2 14 8 5 12 12 10 20-1 7-4 11-7 14H24c-3-3-6-7-7-14-2-8 2-15 10-20 1-5-2-6-2-14z'],
    ['light', 'M25 8h4c0 9-1 10-1 15-6 6-8 12-7 19 1 6 3 11 6 14h-3c-3-3-6-7-7-14-2-8 2-15 10-20 1-5-2-6-2-14z'], ['dark', 'M35 8h4c0 8-3 9-2 14 8 5 12 12 10 20-1 7-4 11-7 14h-6c4-6 6-12 4-20-1-5-4-8-5-13 0-4 2-7 2-15z'],
    ['accent', 'M17.500 35h29l.4 5H17.100z'], ['deep', 'M24 7h16v3H24z'],
  ],
  lantern: [
    floor(16, 57), ['deep', ring(32, 9, 5, 2.600)], ['base', 'M32 12l14 12H18z'], ['dark', 'M32 12l14 12H34z'], ['accent', 'M19 24h26l4 22-6 6H21l-6-6z'], ['bone', 'M24 28h7v20h-7l-4-3zM33 28h7l4 17-4 3h-7z'],
    ['light', 'M27 31h4v14h-6z'], ['base', 'M17 45h30l-5 11H22z'], ['dark', 'M34 45h13l-5 11h-8z'],
  ],
  lamp: [
    floor(14, 57), ['deep', 'M30 34h4v18h-4z'], ['base', 'M21 10h22l9 26H12z'], ['light', 'M21 10h7l-7 26h-9z'], ['dark', 'M38 10h5l9 26H41z'], ['accent', 'M12.500 32h39l1 4h-41z'], ['dark', 'M22 52c0-3 20-3 20 0v4H22z'],
  ],
  candle: [
    floor(16, 56), ['accent', 'M32 7c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z'], ['bone', 'M32 13c2 3 3 4 3 6a3 3 0 0 1-6 0c0-2 1-3 3-6z'], ['deep', 'M31 22h2v6h-2z'],
    ['base', 'M18 28h28v27H18z'], ['light', 'M18 28h8v27h-8z'], ['dark', 'M39 28h7v27h-7z'], ['bone', 'M22 36h20v11H22z'], ['light', oval(32, 28, 14, 3)],
  ],
  rug: [
    ['shadow', 'M9 11h50v48H9z'], ['bone', 'M8 6h4v52H8zM52 6h4v52h-4zM16 6h4v52h-4zM24 6h4v52h-4zM36 6h4v52h-4zM44 6h4v52h-4z'], ['base', 'M6 10h52v44H6z'], ['dark', 'M6 14h52v3H6zM6 47h52v3H6z'],
    ['light', 'M10 20h44v24H10z'], ['dark', 'M32 20l12 12-12 12-12-12z'], ['accent', 'M32 25l7 7-7 7-7-7z'], ['base', 'M10 26l6 6-6 6zM54 26l-6 6 6 6z'], ['bone', oval(32, 32, 2.400)],
  ],
  cushion: [
    floor(23, 55), ['base', 'M9 13c8 3 38 3 46 0 2-1 3 1 2 3-3 9-3 23 0 32 1 2 0 4-2 3-8-3-38-3-46 0-2 1-3-1-2-3 3-9 3-23 0-32-1-2 0-4 2-3z'],
    ['dark', 'M55 13c2-1 3 1 2 3-3 9-3 23 0 32 1 2 0 4-2 3-8-3-38-3-46 0 20-7 40-12 46-38z'], ['light', 'M9 13c8 3 20 3 30 2C24 18 14 24 10 38c0-8-1-16-3-22-1-2 0-4 2-3z'], ['accent', 'M32 20l10 12-10 12-10-12z'], ['bone', 'M32 26l5 6-5 6-5-6z'],
  ],
  textile: [
    floor(24, 55), ['dark', box(8, 43, 48, 11, 4)], ['base', box(8, 32, 48, 11, 4)], ['light', box(8, 21, 48, 11, 4)], ['base', 'M12 21c-3 0-4-2-4-5s2-5 5-5h38c3 0 5 2 5 5s-1 5-4 5z'],
    ['accent', 'M40 11h6v43h-6z'], ['bone', 'M48 11h2v43h-2z'], ['deep', 'M8 31h42v1.500H8zM8 42h42v1.500H8z'],
  ],
  bag: [
    floor(21, 56), ['deep', 'M20 26C20 12 25 7 32 7s12 5 12 19h-4c0-10-3-15-8-15s-8 5-8 15z'], ['base', 'M12 23h40l4 32H8z'], ['light', 'M12 23h9l-3 32H8z'], ['dark', 'M44 23h8l4 32H46z'],
    ['accent', 'M11.500 28h41l.6 4H11z'], ['dark', 'M25 37h14v11H25z'], ['bone', oval(32, 41, 2.200)],
  ],
  basket: [
    floor(22, 56), ['deep', 'M12 28C12 14 20 8 32 8s20 6 20 20h-4c0-11-6-16-16-16s-16 5-16 16z'], ['base', 'M8 27h48l-5 28H13z'], ['light', 'M8 27h9l3 28h-7z'], ['dark', 'M48 27h8l-5 28h-8z'],
    ['accent', 'M10 34h44l-.8 4H10.700z'], ['dark', 'M22 27h3l1 28h-3zM31 27h3v28h-3zM40 27h3l-2 28h-3z'], ['deep', 'M7 26h50v3H7z'],
  ],
  wallet: [
    floor(23, 53), ['dark', box(8, 14, 48, 34, 5)], ['base', box(7, 18, 50, 34, 5)], ['light', 'M12 18h40a5 5 0 0 1 5 5v3H7v-3a5 5 0 0 1 5-5z'], ['deep', 'M38 29h19v12H38a6 6 0 0 1 0-12z'], ['accent', oval(42, 35, 3)], ['bone', 'M10 22h44v1.200H10z'],
  ],
  belt: [
    floor(23, 54), ['base', 'M32 12c16 0 26 8 26 19S48 50 32 50 6 42 6 31s10-19 26-19zm0 8c-11 0-18 5-18 11s7 11 18 11 18-5 18-11-7-11-18-11z'], ['dark', 'M50 31c0 6-7 11-18 11v8c16 0 26-8 26-19z'],
    ['light', 'M14 31c0-6 7-11 18-11v-8C16 12 6 20 6 31z'], ['accent', 'M23 38h18v15H23zm4 4v7h10v-7z'], ['deep', 'M31 43h9v4h-9z'],
  ],
  shirt: [
    floor(18, 57), ['base', 'M23 9l9 5 9-5 16 9-5 13-7-3v28H19V28l-7 3-5-13z'], ['light', 'M23 9L7 18l5 13 7-3v28h7V20z'], ['dark', 'M41 9l16 9-5 13-7-3v28h-6V20z'], ['deep', 'M23 9c2 6 16 6 18 0l-3-1.500c-2 4-10 4-12 0z'], ['accent', 'M30.500 16h3v20h-3z'],
  ],
  dress: [
    floor(20, 58), ['base', 'M24 7h3c1 5 9 5 10 0h3l3 8-5 11 13 31H13l13-31-5-11z'], ['light', 'M24 7h2l2 8-1 11-7 31h-7l13-31-5-11z'], ['dark', 'M40 7l3 8-5 11 13 31H39l-3-31 2-11z'], ['accent', 'M25 24h14l1.200 4H23.800z'], ['bone', 'M15 52h34l1 3H14z'],
  ],
  trousers: [
    floor(17, 58), ['base', 'M19 7h26l4 50H37l-5-33-5 33H15z'], ['light', 'M19 7h7l-4 50h-7z'], ['dark', 'M38 7h7l4 50h-6z'], ['accent', 'M18.700 7h26.600l.4 5H18.300z'], ['deep', 'M31 12h2v13h-2z'],
  ],
  scarf: [
    ['shadow', oval(34, 55, 19, 3)], ['dark', 'M34 20h16l3 34H38z'], ['base', 'M14 20c0-8 8-13 18-13s18 5 18 13-8 12-18 12-18-4-18-12z'], ['deep', 'M21 19c0-4 5-6 11-6s11 2 11 6-5 5-11 5-11-1-11-5z'], ['light', 'M14 20c0 8 8 12 18 12l-3 27H14l2-24c-1-5-2-10-2-15z'],
    ['accent', 'M15 47h15l-.5 5H14.600zM38 44h14.200l.4 5H38.200z'],
  ],
  hat: [
    floor(25, 51), ['dark', oval(32, 43, 27, 8)], ['light', oval(32, 41, 27, 7)], ['base', 'M17 40c0-16 5-26 15-26s15 10 15 26c-6 4-24 4-30 0z'], ['dark', 'M36 14c7 2 11 11 11 26-3 2-7 3-11 3 4-8 4-20 0-29z'], ['accent', 'M17 35c6 4 24 4 30 0v5c-6 4-24 4-30 0z'],
  ],
  necklace: [
    ['deep', 'M12 8h3c0 18 7 28 17 30 10-2 17-12 17-30h3c0 20-8 31-20 33C20 39 12 28 12 8z'], ['accent', `${oval(15, 22, 3.200)}${oval(20, 31, 3.400)}${oval(49, 22, 3.200)}${oval(44, 31, 3.400)}`],
    ['base', 'M32 34l10 10-10 13-10-13z'], ['light', 'M32 34v10H22z'], ['dark', 'M32 57l10-13H32z'],
  ],
  ring: [
    floor(15, 58), ['accent', ring(32, 40, 17, 12)], ['dark', 'M32 57a17 17 0 0 0 17-17h-5a12 12 0 0 1-12 12z'], ['base', 'M22 8h20l6 8-16 14-16-14z'], ['light', 'M22 8h8l-5 8h-9zM25 16l7 14-16-14z'], ['dark', 'M42 8l6 8h-9zM39 16h9L32 30z'],
  ],
  watch: [
    ['shadow', oval(34, 57, 12, 3)], ['dark', 'M24 5h16l2 14H22zM22 45h20l-2 14H24z'], ['base', oval(32, 32, 18)], ['light', 'M32 14a18 18 0 0 0-18 18h5a13 13 0 0 1 13-13z'], ['bone', oval(32, 32, 13)], ['deep', 'M31 23h2v8h7v2h-9z'], ['accent', 'M50 30h4v4h-4z'],
  ],
  bottle: [
    floor(13, 57), ['deep', box(27, 5, 10, 9, 2)], ['accent', 'M28 14h8v5h-8z'], ['base', 'M27 19h10c1 5 8 6 8 13v24H19V32c0-7 7-8 8-13z'], ['light', 'M27 19h3c0 5-5 7-5 13v24h-6V32c0-7 7-8 8-13z'], ['dark', 'M35 19h2c1 5 8 6 8 13v24h-6V32c0-7-4-8-4-13z'], ['bone', 'M19 35h26v13H19z'], ['accent', 'M24 39h16v2H24zM27 43h10v2H27z'],
  ],
  perfume: [
    floor(17, 56), ['deep', box(26, 7, 12, 11, 2)], ['accent', 'M29 18h6v5h-6z'], ['base', box(14, 23, 36, 32, 6)], ['light', 'M20 23h6v32h-6a6 6 0 0 1-6-6V29a6 6 0 0 1 6-6z'], ['dark', 'M43 23h1a6 6 0 0 1 6 6v20a6 6 0 0 1-6 6h-1z'], ['bone', 'M32 31l7 8-7 8-7-8z'],
  ],
  soap: [
    floor(24, 54), ['dark', box(8, 26, 48, 27, 9)], ['base', box(8, 21, 48, 26, 9)], ['light', 'M17 21h30a9 9 0 0 1 9 8H8a9 9 0 0 1 9-8z'], ['accent', 'M20 33h24v2.500H20zM24 38h16v2.500H24z'], ['bone', `${oval(48, 13, 5)}${oval(38, 10, 3)}${oval(55, 20, 2.400)}`],
  ],
  jar: [
    floor(17, 56), ['deep', box(17, 9, 30, 10, 3)], ['base', 'M16 20h32l2 6v24a5 5 0 0 1-5 5H19a5 5 0 0 1-5-5V26z'], ['light', 'M16 20h7l-1 35h-3a5 5 0 0 1-5-5V26z'], ['dark', 'M42 20h6l2 6v24a5 5 0 0 1-5 5h-3z'], ['bone', 'M14 30h36v15H14z'], ['accent', oval(32, 37.500, 5)],
  ],
  book: [
    floor(20, 57), ['deep', 'M15 10h34v46H19a4 4 0 0 1-4-4z'], ['bone', 'M18 49h30v5H19z'], ['base', 'M19 7h30v42H19a4 4 0 0 0-4 3V11a4 4 0 0 1 4-4z'], ['dark', 'M19 7h3v42h-3a4 4 0 0 0-4 3V11a4 4 0 0 1 4-4z'], ['light', 'M26 14h18v14H26z'], ['accent', 'M35 16l5 5-5 5-5-5zM27 33h16v2.500H27zM30 38h10v2H30z'],
  ],
  notebook: [
    floor(20, 57), ['bone', box(17, 9, 33, 46, 3)], ['base', box(14, 7, 34, 46, 3)], ['light', 'M17 7h6v46h-6a3 3 0 0 1-3-3V10a3 3 0 0 1 3-3z'], ['accent', 'M40 7h4v46h-4z'], ['dark', 'M26 17h11v9H26z'], ['deep', 'M12 13h6v2.500h-6zM12 22h6v2.500h-6zM12 31h6v2.500h-6zM12 40h6v2.500h-6z'],
  ],
  chair: [
    floor(18, 58), ['dark', 'M40 38h5v19h-4zM19 38h5l-1 19h-4z'], ['base', 'M17 6h5v34h-5zM42 6h5v34h-5z'], ['light', 'M20 9h24v6H20zM20 19h24v6H20z'], ['accent', 'M16 33h32l2 8H14z'], ['dark', 'M14 41h36v3H14z'], ['base', 'M14 44h4l-1 13h-4zM46 44h4l1 13h-4z'],
  ],
  sofa: [
    floor(27, 56), ['dark', 'M14 16h36a5 5 0 0 1 5 5v18H9V21a5 5 0 0 1 5-5z'], ['base', 'M15 19h16v18H15zM33 19h16v18H33z'], ['light', 'M4 29a5 5 0 0 1 10 0v9h36v-9a5 5 0 0 1 10 0v18H4z'], ['base', 'M14 38h36v9H14z'], ['dark', 'M50 29a5 5 0 0 1 10 0v18H50z'], ['deep', 'M8 47h48v4H8zM10 51h4v5h-4zM50 51h4v5h-4z'], ['accent', 'M20 24l7 2-2 9-7-2z'],
  ],
  table: [
    floor(24, 57), ['dark', 'M14 28h5l-4 28h-5zM45 28h5l4 28h-5z'], ['base', 'M29 30h6v22h-6z'], ['deep', oval(32, 28, 27, 8)], ['base', oval(32, 24, 27, 8)], ['light', 'M5 24c0-4 12-8 27-8-10 4-16 8-18 14-6-2-9-4-9-6z'], ['accent', oval(32, 24, 15, 4)],
  ],
  pouf: [
    floor(24, 55), ['base', 'M7 34c0-8 11-14 25-14s25 6 25 14v6c0 9-11 14-25 14S7 49 7 40z'], ['dark', 'M57 34v6c0 9-11 14-25 14 9-3 15-10 16-22 4 0 7 1 9 2z'], ['light', 'M7 34v6c0 5 4 9 10 11-4-5-5-11-5-19-2 0-4 1-5 2z'], ['light', oval(32, 30, 24, 9)], ['accent', 'M32 21l6 7 18 2-18 2-6 7-6-7-18-2 18-2z'], ['deep', oval(32, 30, 2.600)],
  ],
  mirror: [
    ['shadow', oval(34, 35, 22, 25)], ['base', oval(32, 32, 22, 26)], ['light', 'M32 6C20 6 10 18 10 32h5c0-11 8-20 17-20z'], ['dark', 'M32 58c12 0 22-12 22-26h-5c0 11-8 20-17 20z'], ['accent', oval(32, 32, 17, 20.500)], ['bone', oval(32, 32, 14.500, 18)], ['light', 'M24 26l14-9 4 4-17 12zM26 37l17-12 1 3-17 13z'],
  ],
  frame: [
    ['shadow', box(10, 10, 48, 48)], ['dark', box(7, 7, 50, 50)], ['base', 'M7 7h50l-6 6H13v38l-6 6z'], ['bone', box(13, 13, 38, 38)], ['light', 'M17 17h30v30H17z'], ['accent', oval(38, 26, 5)], ['base', 'M17 40l9-11 8 9 5-5 8 9v5H17z'], ['dark', 'M17 44l10-6 9 6 5-3 6 4v2H17z'],
  ],
  chest: [
    floor(24, 56), ['base', 'M8 26c0-10 6-16 12-16h24c6 0 12 6 12 16z'], ['light', 'M8 26c0-10 6-16 12-16h6c-5 3-8 8-8 16z'], ['dark', 'M8 28h48v27H8z'], ['base', 'M8 28h36v27H8z'], ['accent', 'M16 10h5c-2 4-3 9-3 16v29h-5V26c0-7 1-12 3-16zM46 12c3 3 5 8 5 14v29h-5V26c0-6-1-10-3-14z'], ['deep', 'M8 26h48v2.500H8z'], ['accent', box(28, 23, 8, 10, 2)], ['deep', oval(32, 28, 1.600)],
  ],
  drum: [
    floor(16, 58), ['base', 'M12 16c0 16 12 14 12 26 0 5-2 10-4 14h24c-2-4-4-9-4-14 0-12 12-10 12-26z'], ['light', 'M12 16c0 16 12 14 12 26 0 5-2 10-4 14h6c2-4 3-9 3-14 0-10-9-12-9-26z'], ['dark', 'M52 16c0 16-12 14-12 26 0 5 2 10 4 14h-6c-2-4-3-9-3-14 0-11 9-12 9-26z'], ['accent', 'M24 38h16v4H24z'], ['deep', oval(32, 16, 20, 6)], ['bone', oval(32, 15, 18, 4.800)],
  ],
  guitar: [
    ['shadow', oval(32, 58, 14, 3)], ['deep', 'M30 4h4l1 26h-6z'], ['base', 'M32 24c8 0 9 5 8 9-1 3 6 5 6 13 0 7-6 11-14 11s-14-4-14-11c0-8 7-10 6-13-1-4 0-9 8-9z'], ['light', 'M32 24c-8 0-9 5-8 9 1 3-6 5-6 13 0 4 2 7 5 9-1-10 6-12 5-20 0-5 1-8 4-11z'], ['deep', oval(32, 40, 4.600)], ['accent', 'M26 49h12v2.500H26zM29 4h6v5h-6z'], ['bone', 'M31.300 9h1.400v40h-1.400z'],
  ],
  toy: [
    floor(22, 57), ['base', oval(32, 40, 16, 15)], ['dark', 'M32 55c9 0 16-7 16-15h-7c0 7-4 13-9 15z'], ['base', `${oval(19, 15, 6)}${oval(45, 15, 6)}`], ['accent', `${oval(19, 15, 3)}${oval(45, 15, 3)}`], ['light', oval(32, 22, 14, 12)], ['bone', oval(32, 27, 6, 4.600)], ['deep', `${oval(27, 20, 1.800)}${oval(37, 20, 1.800)}${oval(32, 25.500, 2, 1.400)}`], ['bone', oval(32, 43, 8)],
  ],
  blocks: [
    floor(24, 56), ['base', 'M8 34h22v21H8z'], ['light', 'M8 34h22l-4 4H12v13l-4 4z'], ['accent', 'M33 34h23v21H33z'], ['dark', 'M33 55l4-4h15V38l4-4v21z'], ['dark', 'M21 11h22v22H21z'], ['bone', 'M32 15l7 14H25z'], ['bone', oval(19, 45, 5)], ['deep', 'M40 41h9v8h-9z'],
  ],
  plant: [
    floor(15, 57), ['dark', 'M32 36C30 22 22 16 10 17c1 12 8 20 22 21z'], ['base', 'M32 38c0-16 6-26 20-29 3 16-4 27-19 31z'], ['light', 'M32 38c2-12 7-20 20-29-16 3-22 13-20 29z'], ['accent', 'M17 36h30l-4 20H21z'], ['deep', 'M16 34h32v6H16z'],
  ],
  ball: [
    floor(17, 58), ['base', oval(32, 32, 24)], ['light', 'M32 8A24 24 0 0 0 8 32c4-12 13-20 24-24z'], ['dark', 'M56 32a24 24 0 0 1-40 18c18 4 34-4 40-18z'], ['accent', 'M32 22l10 7-4 12H26l-4-12z'], ['deep', 'M31 9h2v14h-2zM42 28l12-5 1 2-12 5zM38 40l7 11-2 1-7-11zM26 40l-7 11 2 1 7-11zM22 28l-12-5-1 2 12 5z'],
  ],
  phone: [
    floor(13, 58), ['deep', box(18, 5, 28, 52, 5)], ['base', box(20.500, 9, 23, 42, 2)], ['light', 'M22.500 9h21L20.500 40V11a2 2 0 0 1 2-2z'], ['accent', `${box(25, 15, 6, 6, 1.500)}${box(34, 15, 6, 6, 1.500)}${box(25, 25, 6, 6, 1.500)}`], ['bone', box(28, 53, 8, 2, 1)],
  ],
  screen: [
    floor(20, 58), ['dark', 'M28 44h8l2 11H26z'], ['deep', box(5, 9, 54, 38, 4)], ['base', box(8, 12, 48, 30, 2)], ['light', 'M10 12h34L8 38V14a2 2 0 0 1 2-2z'], ['accent', 'M14 34h6v5h-6zM23 28h6v11h-6zM32 31h6v8h-6zM41 22h6v17h-6z'], ['dark', box(20, 54, 24, 3.500, 1.700)],
  ],
  speaker: [
    floor(16, 58), ['base', box(14, 6, 36, 51, 6)], ['light', 'M20 6h5v51h-5a6 6 0 0 1-6-6V12a6 6 0 0 1 6-6z'], ['dark', 'M44 6a6 6 0 0 1 6 6v39a6 6 0 0 1-6 6z'], ['deep', `${oval(32, 40, 12)}${oval(32, 18, 6)}`], ['accent', `${ring(32, 40, 9, 6)}${oval(32, 18, 3)}`], ['bone', oval(32, 40, 3)],
  ],
  tool: [
    ['shadow', oval(34, 57, 14, 3)], ['accent', 'M29 26h7l2 30a5 5 0 0 1-11 0z'], ['deep', 'M33 26h3l2 30a5 5 0 0 1-4 3z'], ['base', 'M12 10h30c8 0 12 4 13 11-4-3-8-4-13-4v10H24v-8l-12 2z'], ['light', 'M12 10h30c5 0 8 1 10 4H12z'], ['dark', 'M24 22h18v5H24z'],
  ],
  wheel: [
    ['shadow', oval(34, 35, 26)], ['deep', oval(32, 32, 26)], ['dark', ring(32, 32, 22, 18)], ['base', oval(32, 32, 17)], ['light', 'M32 15a17 17 0 0 0-17 17h6a11 11 0 0 1 11-11z'], ['deep', 'M30 17h4v30h-4zM17 30h30v4H17z'], ['accent', oval(32, 32, 6)], ['bone', oval(32, 32, 2.400)],
  ],
  mixer: [
    floor(16, 58), ['light', 'M19 12h26l-4 27H23z'], ['base', 'M20.500 22h23L41 39H23z'], ['deep', box(20, 6, 24, 6, 2)], ['dark', 'M45 15h8v14h-9v-3h6v-8h-6z'], ['base', 'M21 39h22l4 18H17z'], ['dark', 'M36 39h7l4 18h-8z'], ['accent', oval(32, 48, 4)],
  ],
  suitcase: [
    floor(22, 57), ['deep', 'M24 14V8a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v6h-4V9h-8v5z'], ['base', box(8, 14, 48, 40, 6)], ['light', 'M14 14h6v40h-6a6 6 0 0 1-6-6V20a6 6 0 0 1 6-6z'], ['dark', 'M46 14h4a6 6 0 0 1 6 6v28a6 6 0 0 1-6 6h-4z'], ['accent', 'M20 14h5v40h-5zM39 14h5v40h-5z'], ['bone', box(28, 29, 8, 6, 1)],
  ],
  paw: [
    ['shadow', oval(34, 42, 19, 15)], ['base', 'M32 29c9 0 17 9 17 17 0 6-5 9-10 8-3-1-11-1-14 0-5 1-10-2-10-8 0-8 8-17 17-17z'], ['dark', 'M49 46c0 6-5 9-10 8-3-1-11-1-14 0 12-6 19-10 20-18 3 3 4 7 4 10z'], ['base', `${oval(23, 17, 6, 8)}${oval(41, 17, 6, 8)}${oval(11, 29, 5, 7)}${oval(53, 29, 5, 7)}`], ['light', `${oval(21.500, 15, 2.500, 4)}${oval(39.500, 15, 2.500, 4)}${oval(10, 27, 2, 3.500)}`], ['accent', oval(32, 42, 6, 5)],
  ],
  flower: [
    ['shadow', oval(34, 34, 24)], ['base', `${oval(32, 17, 10, 11)}${oval(32, 47, 10, 11)}${oval(17, 32, 11, 10)}${oval(47, 32, 11, 10)}`], ['light', `${oval(21, 21, 9)}${oval(43, 21, 9)}`], ['dark', `${oval(21, 43, 9)}${oval(43, 43, 9)}`], ['accent', oval(32, 32, 9)], ['bone', oval(30, 30, 3.500)],
  ],
  gift: [
    floor(22, 57), ['base', 'M10 28h44v28H10z'], ['dark', 'M40 28h14v28H40z'], ['light', 'M7 20h50v10H7z'], ['accent', 'M28 20h8v36h-8z'], ['accent', 'M32 20C24 20 16 17 18 11c2-5 11-2 14 9zm0 0c8 0 16-3 14-9-2-5-11-2-14 9z'], ['deep', 'M28 29.500h8V32h-8z'],
  ],
  disc: [
    ['shadow', oval(34, 35, 25)], ['deep', oval(32, 32, 25)], ['dark', ring(32, 32, 21, 19)], ['dark', ring(32, 32, 16.500, 15)], ['light', 'M32 7a25 25 0 0 1 18 8L37 27a7 7 0 0 0-5-2z'], ['base', oval(32, 32, 10)], ['accent', ring(32, 32, 7, 5)], ['bone', oval(32, 32, 2.600)],
  ],
  ticket: [
    ['shadow', 'M8 22h50v28H8z'], ['base', 'M6 18h52v9a5 5 0 0 0 0 10v9H6v-9a5 5 0 0 0 0-10z'], ['light', 'M6 18h52v4H6z'], ['dark', 'M42 18h16v9a5 5 0 0 0 0 10v9H42z'], ['bone', 'M13 27h22v3H13zM13 33h16v3H13z'], ['accent', 'M50 25l2.200 4.800 5.300.5-4 3.500 1.200 5.200-4.700-2.700-4.700 2.700 1.200-5.200-4-3.500 5.300-.5z'], ['deep', 'M41 20h1.600v3H41zM41 26h1.600v3H41zM41 32h1.600v3H41zM41 38h1.600v3H41z'],
  ],
  file: [
    floor(18, 58), ['deep', 'M15 8h24l12 12v38H15z'], ['base', 'M13 5h24l12 12v38H13z'], ['light', 'M13 5h8v50h-8z'], ['dark', 'M37 5l12 12H37z'], ['bone', 'M21 24h21v3H21zM21 31h21v3H21zM21 38h13v3H21z'], ['accent', oval(41, 47, 6)],
  ],
  armchair: [
    floor(24, 57), ['base', 'M17 9h30a5 5 0 0 1 5 5v24H12V14a5 5 0 0 1 5-5z'], ['dark', 'M40 9h7a5 5 0 0 1 5 5v24H40z'], ['light', 'M6 28a5 5 0 0 1 11 0v11h30V28a5 5 0 0 1 11 0v21H6z'], ['accent', 'M17 37h30v9H17z'], ['dark', 'M47 28a5 5 0 0 1 11 0v21H47z'], ['deep', 'M10 49h44v3H10zM12 52h4v5h-4zM48 52h4v5h-4z'],
  ],
  bed: [
    floor(27, 56), ['deep', 'M6 14h5v42H6zM53 24h5v32h-5z'], ['dark', 'M11 38h42v13H11z'], ['light', 'M11 30h14a5 5 0 0 1 5 5v5H11z'], ['base', 'M24 30h29v14H24z'], ['accent', 'M24 36h29v4H24z'], ['bone', box(12, 26, 13, 8, 3)],
  ],
};
