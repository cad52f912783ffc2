import { describe, expect, it } from 'vitest';
import { catalog } from '../fixtures/catalog.ts';
import { envExample } from './env-example.ts';

describe('envExample', () => {
  const text = envExample(catalog);

  it('has a commented line for each value, grouped as the document is', () => {
    expect(text).toContain('# Global\n# -------------------------------------\n#PUID=1000\n');
    expect(text).toContain('# dumb.api_service\n');
    expect(text).toContain('\n#SONARR_INSTANCES_DEFAULT_PORT=8989\n');
    expect(text).toContain('\n#PLEX_PROCESS_NAME="Plex Media Server"\n');
    expect(text).toContain('\n#DECYPHARR_API_KEYS={}\n');
    expect(text).not.toContain('CONFIG_VERSION');
  });

  it('changes nothing when it is used as it is', () => {
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });
});
