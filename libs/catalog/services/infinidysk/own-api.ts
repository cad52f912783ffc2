import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { ConnectionContext } from '../../vocabulary/connections.ts';

/** The settings that InfiniDysk keeps itself, by name; each is a text. */
export interface OwnSettings {
  /** What is set; blank where nothing is. Secrets come back masked, and go back as they came. */
  read(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Saves them all or none; it works with them at once. */
  write(settings: Readonly<Record<string, string>>): Promise<void>;
}

/** @throws Problem `connection.not-ready` while it migrates or starts, `connection.refused` in its own words */
export function openSettings({ http, values, self }: ConnectionContext): OwnSettings {
  const call = async (path: string, form: readonly (readonly [string, string])[]): Promise<JsonObject> => {
    const response = await http({
      url: `${values['url'] ?? ''}/api/${path}`,
      method: 'POST',
      headers: { 'x-api-key': values['api_key'] ?? '', 'content-type': 'application/x-www-form-urlencoded' },
      body: form.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&'),
    });
    const { status } = response;
    if (status >= 500 || status === 429)
      throw new Problem('connection.not-ready', `${self.processName} is busy: it answered with status ${status}.`);
    const answer = parse(response.body);
    if (status >= 200 && status < 300 && answer !== undefined) return answer;
    const said = typeof answer?.['error'] === 'string' ? answer['error'] : `status ${status}`;
    throw new Problem('connection.refused', `${self.processName} did not take it: ${said}`);
  };
  return {
    read: async (names) => {
      const { configItems } = await call(
        'get-config',
        names.map((name) => ['config-keys', name] as const),
      );
      const items = Array.isArray(configItems) ? (configItems as readonly Json[]).filter(isObject) : [];
      const found = new Map(items.map((item) => [text(item['configName']), text(item['configValue'])]));
      return new Map(names.map((name) => [name, found.get(name) ?? '']));
    },
    write: async (settings) => void (await call('update-config', Object.entries(settings))),
  };
}

function parse(body: string): JsonObject | undefined {
  try {
    const value = JSON.parse(body) as Json; // JSON.parse gives nothing else
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // A page of another program; the status tells the rest.
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
