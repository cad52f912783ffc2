import { describe, expect, it } from 'vitest';
import { toUnitId } from './ids.ts';

describe('a unit id', () => {
  it.each([
    ['Zurg w/ Riven', 'zurg-w-riven'],
    ['pgAdmin4', 'pgadmin4'],
    ['  Sonarr  TV 4K! ', 'sonarr-tv-4k'],
    ['../../etc/passwd', 'etc-passwd'],
  ])('of %j is %s: safe as a file name', (name, id) => {
    expect(toUnitId(name)).toBe(id);
  });

  it('stays what it is when it is derived again', () => {
    expect(toUnitId(toUnitId('Rclone w/ Riven'))).toBe('rclone-w-riven');
  });
});
