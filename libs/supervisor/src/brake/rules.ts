/**
 * Within this time ends count as being together: the first crash, the growing delays of those that follow it, and the
 * probes that take a few rounds to notice.
 */
export const togetherMs = 30_000;

/** So many units, and this share of those that are wanted: two or three that end together are a service and its helpers. */
export const leastUnits = 4;
export const leastShare = 0.25;

/** A unit is the cause when at least this share of what failed is itself or needs it. */
export const causeShare = 0.75;

/** How many come up at once under the brake, and how long the next one waits after one of them is up. */
export const atOnce = 3;
export const pauseMs = 1_000;
