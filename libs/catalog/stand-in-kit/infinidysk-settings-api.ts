import type { HttpRequest, HttpResponse } from '@showrunner/platform';

/** InfiniDysk's interface for its settings in memory, as far as connections use it. It takes the key `k`. */
export function createSettingsApi(initial: Readonly<Record<string, string>> = {}) {
  const settings = new Map(Object.entries(initial));
  const answer = (status: number, body: object): HttpResponse => ({
    status,
    headers: {},
    body: JSON.stringify(body),
    truncated: false,
  });
  const http = ({ url, headers = {}, body = '' }: Omit<HttpRequest, 'timeoutMs'>): HttpResponse => {
    if (headers['x-api-key'] !== 'k') return answer(401, { status: false, error: 'API Key Incorrect' });
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return answer(400, { status: false });
    const form = new URLSearchParams(body);
    if (url.endsWith('/api/get-config')) {
      const names = form.getAll('config-keys').filter((name) => settings.has(name));
      const configItems = names.map((configName) => ({ configName, configValue: settings.get(configName) }));
      return answer(200, { configItems });
    }
    if (!url.endsWith('/api/update-config')) return answer(404, { status: false });
    for (const [name, value] of form) settings.set(name, value);
    return answer(200, { status: true });
  };
  return { settings, http, json: (name: string): unknown => JSON.parse(settings.get(name) ?? 'null') };
}
