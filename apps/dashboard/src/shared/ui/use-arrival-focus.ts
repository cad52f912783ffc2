import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Puts the focus on what a screen begins with, each time another one has come up. Before the paint: a moment later it would
 * take the focus, and the keys, from a person who is already at work.
 */
export function useArrivalFocus<T extends HTMLElement>(screen?: string): RefObject<T | null> {
  const first = useRef<T>(null);
  useLayoutEffect(() => first.current?.focus(), [screen]);
  return first;
}
