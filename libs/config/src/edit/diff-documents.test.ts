import { describe, expect, it } from 'vitest';
import { catalog } from '../fixtures/catalog.ts';
import { removeIn, setIn } from '../json/path.ts';
import { SECRET_MASK } from '../secrets/mask.ts';
import { defaultDocument } from '../shape/default-document.ts';
import { diffDocuments } from './diff-documents.ts';

describe('diffDocuments', () => {
  it('says what is gained, lost and changed, with secrets masked', () => {
    const before = setIn(defaultDocument(catalog), ['plex', 'plex_claim'], 'claim-old');
    const gained = setIn(before, ['rclone', 'instances', 'a/b~c'], { enabled: true, api_key: 'K' });
    const changed = setIn(setIn(gained, ['plex', 'port'], 1), ['plex', 'plex_claim'], 'claim-new');
    expect(diffDocuments(before, removeIn(changed, ['bazarr', 'port']), catalog)).toEqual([
      { pointer: '/plex/port', before: 32400, after: 1 },
      { pointer: '/plex/plex_claim', before: SECRET_MASK, after: SECRET_MASK },
      { pointer: '/bazarr/port', before: 6767 },
      { pointer: '/rclone/instances/a~1b~0c', after: { enabled: true, api_key: SECRET_MASK } },
    ]);
  });
});
