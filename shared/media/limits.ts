/** How large a file of a picture may be, bytes: 10 MB. */
export const MOST_PICTURE_BYTES = 10_000_000;
/** How many pictures a listing may show. */
export const MOST_LISTING_PICTURES = 24;
/** How many pixels a picture may have: 50 million, which is 150 MB once unpacked. */
export const MOST_PIXELS = 50_000_000;
/** How long a side may be, px: a strip one pixel high is a bomb, too. */
export const MOST_SIDE_PX = 16_384;
/** How many pictures one file may hold. */
export const MOST_FRAMES = 60;
/** How long one picture may take before its worker is given up, ms; of processor time where that is known, since a busy machine is no fault of the picture. */
export const MOST_PICTURE_MS = 60_000;
/** How long a worker may get nowhere before it is given up, ms. */
export const MOST_STANDSTILL_MS = 300_000;
/** A worker that waits for something that never comes uses less of the processor in `MOST_STANDSTILL_MS`; one that has a picture to read uses more on any machine. */
export const GETS_ON_MS = 1_000;
/** A standstill is so many looks long: a machine that slept for an hour, or a process that was held up, has looked once. */
export const STANDSTILL_LOOKS = 10;
/** How much memory a worker may hold, bytes: above it is replaced, with what it was doing refused. */
export const MOST_WORKER_BYTES = 640_000_000;
/** Above it, a worker that has finished is replaced by a fresh one, bytes. */
export const TIRED_WORKER_BYTES = 320_000_000;
