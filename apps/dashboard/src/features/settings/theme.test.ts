// @vitest-environment jsdom
import { afterEach, expect, it } from 'vitest';
import { chooseTheme, readTheme } from './theme.ts';

afterEach(() => localStorage.clear());

it('shows and keeps the chosen theme, and leaves it to the system again', () => {
  chooseTheme('dark');
  expect([readTheme(), document.documentElement.dataset['theme']]).toEqual(['dark', 'dark']);
  chooseTheme('system');
  expect([readTheme(), document.documentElement.dataset['theme']]).toEqual(['system', undefined]);
});

it('ignores what it did not store', () => {
  localStorage.setItem('showrunner.theme', 'neon');
  expect(readTheme()).toBe('system');
});
