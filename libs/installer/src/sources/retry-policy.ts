import type { RetryPolicy } from '../retries.ts';
import type { SourceContext } from './performer.ts';

/** How questions to a release server are repeated, told to the person who watches. */
export function retryPolicy(context: SourceContext): RetryPolicy {
  return {
    clock: context.tools.clock,
    rateLimitMaxWaitMs: context.settings.rateLimitMaxWaitMs,
    signal: context.options.signal,
    onWait: (why) => {
      context.options.onLine(why);
      context.options.onProgress(why);
    },
  };
}
