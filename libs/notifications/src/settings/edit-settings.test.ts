import type { Json, JsonObject } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { editSettings } from './edit-settings.ts';
import { showSettings } from './show-settings.ts';

const tools = { mask: '••••••••', newId: () => 'new', isService: (name: string) => name === 'Zilean' };
const phone: JsonObject = {
  id: 'phone',
  name: 'Phone',
  provider: 'webhook',
  url: 'https://hook.example/secret?token=t',
  headers: { 'X-Key': 'secret' },
};
const stored: JsonObject = { enabled: true, max_attempts: 3, thresholds: { cpu_percent: 85 }, destinations: [phone] };
const edit = (sent: JsonObject) => editSettings(stored, sent, tools);
const destinations = (sent: Json) => edit({ destinations: sent })['destinations'];

it('shows no address and no header, only that they are there', () => {
  const shown = showSettings(stored, () => true);
  expect(shown.destinations).toMatchObject([
    { url: '', headers: {}, url_configured: true, headers_configured: true, kind: 'webhook', place: 'hook.example' },
  ]);
  expect(JSON.stringify(shown)).not.toContain('secret');
});

it('keeps everything when what was shown is sent back', () => {
  const shown = showSettings(stored, () => true) as unknown as JsonObject;
  expect(destinations(shown['destinations'] ?? [])).toMatchObject([phone]);
  expect(Object.keys(toFirst(destinations(shown['destinations'] ?? [])))).not.toContain('url_configured');
});

it('keeps an address that is blank, masked or left out, and takes a new one', () => {
  for (const url of ['', '  ', tools.mask]) expect(destinations([{ ...phone, url }])).toEqual([phone]);
  const { url: _url, ...without } = phone;
  expect(destinations([without])).toEqual([phone]);
  expect(destinations([{ ...phone, url: 'https://hook.example/other' }])).toMatchObject([
    { url: 'https://hook.example/other', headers: { 'X-Key': 'secret' } },
  ]);
});

it('keeps single headers that are masked, and drops what goes to another place', () => {
  const headers = { 'X-Key': tools.mask, 'X-New': 'n', 'X-Gone': tools.mask };
  expect(destinations([{ ...phone, headers }])).toMatchObject([{ headers: { 'X-Key': 'secret', 'X-New': 'n' } }]);
  const elsewhere = { ...phone, url: 'https://elsewhere.example/', headers: { 'X-Key': tools.mask } };
  expect(toFirst(destinations([elsewhere]))['headers']).toEqual({});
  expect(toFirst(destinations([{ ...elsewhere, headers: {} }]))['headers']).toEqual({});
});

it('gives an id, and lets stay what is not sent', () => {
  expect(destinations([{ provider: 'apprise', url: 'ntfy://topic' }])).toMatchObject([{ id: 'new', headers: {} }]);
  expect(edit({ enabled: false, thresholds: { disk_percent: 70 } })).toEqual({
    ...stored,
    enabled: false,
    thresholds: { cpu_percent: 85, disk_percent: 70 },
  });
});

describe('refuses', () => {
  it.each([
    ['two of one id', [phone, phone], /Two destinations have the id phone/],
    ['an unknown service', [{ ...phone, service_names: ['Nobody'] }], /no enabled service "Nobody"/],
    ['a webhook that is none', [{ ...phone, url: 'ftp://host/x' }], /http:/],
    [
      'a scheme that is not supported',
      [{ ...phone, provider: 'apprise', url: 'matrix://a/b' }],
      /not supported.*ntfys:/,
    ],
  ])('%s', (_what, sent, words) => {
    expect(() => destinations(sent as Json)).toThrow(words);
  });
});

function toFirst(value: Json | undefined): JsonObject {
  return (value as readonly JsonObject[])[0] ?? {};
}
