import { Body, Controller, Inject } from '@nestjs/common';
import { type Entry, findEntry } from '@showrunner/config';
import { type Json, type JsonObject, Problem, ServiceConfigAnswer, ServiceConfigBody } from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { maskFile, unmaskFile } from './app-file.ts';

const formats: Readonly<Record<string, string>> = {
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  conf: 'rclone',
  config: 'rclone',
  ini: 'ini',
  py: 'python',
  xml: 'xml',
};

/** The configuration file that a program keeps for itself. JSON is read into; other formats are text. */
@Controller()
export class ServiceConfigController {
  private readonly parts: Parts;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
  }

  @Route({
    method: 'POST',
    path: '/config/service-config',
    role: 'admin',
    tag: 'Configuration',
    summary: 'Read a program’s own configuration file, or change it',
    body: ServiceConfigBody,
    response: ServiceConfigAnswer,
    errors: {
      400: 'The service has no such file, or its format cannot be changed',
      404: 'There is no such service or file',
    },
  })
  async handle(@Body() { service_name: name, updates }: ServiceConfigBody): Promise<ServiceConfigAnswer> {
    const { stack, platform } = this.parts;
    const entry = findEntry(stack.document().effective, stack.catalog, name);
    if (entry === undefined) throw new Problem('process.unknown', 'Service not found.');
    const path = fileOf(entry);
    const format = formatOf(path);
    const realPath = stack.realPath(path);
    const text = await platform.files.readText(realPath);
    if (text === undefined) throw new Problem('request.not-found', 'Config file not found.');
    const base = { service: name, service_path: entry.path.join('.') };
    if (isBlank(updates)) return { ...base, config_format: format, ...present(text, format) };
    await platform.files.write(realPath, change(text, format, updates as Json)); // parsed JSON
    return { ...base, status: 'Config updated successfully' };
  }
}

function fileOf({ config }: Entry): string {
  const path = config['config_file'];
  if (typeof path === 'string' && path !== '') return path;
  throw new Problem('request.invalid', 'No config file path defined.', { details: { status: 400 } });
}

function formatOf(path: string): string {
  const suffix = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const format = path.includes('postgresql') && suffix === 'conf' ? 'postgresql' : formats[suffix];
  if (format !== undefined) return format;
  throw new Problem('request.invalid', `Unsupported config file format: .${suffix}`, { details: { status: 400 } });
}

function isBlank(updates: unknown): boolean {
  if (updates === undefined || updates === null || updates === '') return true;
  return typeof updates === 'object' && Object.keys(updates).length === 0;
}

function present(text: string, format: string): Pick<ServiceConfigAnswer, 'config' | 'raw'> {
  if (format !== 'json') return { config: text, raw: text };
  const config = maskFile(parse(text));
  return { config, raw: `${JSON.stringify(config, null, 4)}\n` };
}

/** Objects are merged on their first level, text replaces the file. */
function change(text: string, format: string, updates: Json): string {
  if (format !== 'json') {
    if (typeof updates === 'string') return updates;
    throw new Problem('request.invalid', `A ${format} file is changed by sending its whole text.`, {
      details: { status: 400 },
    });
  }
  const before = parse(text);
  const edited = typeof updates === 'string' ? parse(updates) : updates;
  if (typeof edited !== 'object' || edited === null || Array.isArray(edited)) return text;
  return `${JSON.stringify({ ...before, ...unmaskFile(edited as JsonObject, before) }, null, 4)}\n`;
}

function parse(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch (cause) {
    throw new Problem('file.unreadable', `Failed to load config file: ${String(cause)}`, { cause });
  }
  throw new Problem('file.unreadable', 'Failed to load config file: it is not a JSON object.');
}
