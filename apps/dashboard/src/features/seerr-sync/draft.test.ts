import type { JsonObject } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { applyDraft, checkDraft, listInstances, readDraft } from './draft.ts';

const document: JsonObject = {
  seerr: {
    instances: {
      Home: { enabled: true, process_name: 'Seerr Home', sync_role: 'primary', port: 5055 },
      Attic: { enabled: true, process_name: 'Seerr Attic', sync_role: 'subordinate' },
      Default: { enabled: false, process_name: 'Seerr' },
    },
  },
  seerr_sync: {
    enabled: true,
    poll_interval_seconds: 30,
    external_primary: { enabled: false, url: '', api_key: '' },
    external_subordinates: [{ url: 'https://far.example.org', api_key: '••••••••' }],
    options: { sync_pending: true, retry_failed_after_hours: 6, theirs: 1 },
  },
  other: 1,
};

describe('the settings', () => {
  it('are read, and written back as they were', () => {
    const draft = readDraft(document);
    expect(draft).toMatchObject({ enabled: true, intervalSeconds: '30', primary: 'Home', members: ['Attic'] });
    expect(listInstances(document)).toEqual([
      { name: 'Home', title: 'Seerr Home' },
      { name: 'Attic', title: 'Seerr Attic' },
    ]);
    const written = applyDraft(document, draft);
    expect(written).toMatchObject(document);
    expect(applyDraft(written, readDraft(written))).toEqual(written);
  });

  it('make an instance the primary, and another server the place that it had', () => {
    const draft = { ...readDraft(document), primary: 'Attic', members: ['Home', 'Attic'] };
    expect(applyDraft(document, draft)).toMatchObject({
      seerr: { instances: { Home: { sync_role: 'subordinate', port: 5055 }, Attic: { sync_role: 'primary' } } },
    });
    const elsewhere = { ...draft, primary: '', external: { id: 0, url: ' https://far.test/ ', key: 'k' } };
    expect(applyDraft(document, elsewhere)).toMatchObject({
      seerr_sync: { external_primary: { enabled: true, url: 'https://far.test/', api_key: 'k' } },
      seerr: { instances: { Attic: { sync_role: 'subordinate' } } },
    });
  });

  it('are not saved where something is missing, and may be incomplete while it is off', () => {
    const draft = { ...readDraft({}), enabled: true, intervalSeconds: '5' };
    expect(Object.keys(checkDraft(draft))).toEqual(['interval', 'primary', 'members']);
    const alone = { ...readDraft(document), members: ['Home'], others: [] };
    expect(Object.keys(checkDraft(alone))).toEqual(['members']);
    expect(checkDraft({ ...readDraft({}), enabled: false })).toEqual({});
    expect(checkDraft(readDraft(document))).toEqual({});
  });
});
