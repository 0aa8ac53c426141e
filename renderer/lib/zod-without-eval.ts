import { z } from 'zod';

// zod writes its own parsers with `new Function` where it may; our content policy forbids that, and each try would be reported.
z.config({ jitless: true });
