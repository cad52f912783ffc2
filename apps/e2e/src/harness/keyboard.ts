import type { Page } from 'playwright-core';

/** Presses Tab until the focus is on what reads like that; a person without a mouse has no other way. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 90; presses++) {
    if (name.test(await focusedName(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No Tab led to ${name}; the focus is on ${await focusedName(page)}.`);
}

/** Tag, type and the name that is read aloud of what has the focus. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null) return '';
    const labels = element instanceof HTMLInputElement ? Array.from(element.labels ?? []) : [];
    const text =
      element.getAttribute('aria-label') ??
      (labels.map((label) => label.innerText).join(' ') || (element instanceof HTMLElement ? element.innerText : ''));
    return `${element.tagName} ${text.replace(/\s+/g, ' ')}`;
  });
}
