import { type RefObject, useEffect } from 'react';

/**
 * Gives the focus to an element when a change has taken away what had it, so that the keyboard goes on from there and
 * not from the top of the page.
 */
export function useKeptFocus(target: RefObject<HTMLElement | null>, change: unknown): void {
  useEffect(() => {
    if (document.activeElement === document.body) target.current?.focus({ preventScroll: true });
  }, [target, change]);
}
