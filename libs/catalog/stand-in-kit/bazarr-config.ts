import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import yaml from 'yaml';

type Value = string | number | boolean | null | readonly unknown[];
type Section = Record<string, Value>;

/** What a setting may be; what does not fit is put back to the default, as Bazarr's validators do. */
interface Rule {
  readonly value: Value;
  fits(value: unknown): boolean;
}

const text = (value: string): Rule => ({ value, fits: (given) => typeof given === 'string' });
const flag = (value: boolean): Rule => ({ value, fits: (given) => typeof given === 'boolean' });
const number = (value: number, low: number, high: number): Rule => ({
  value,
  fits: (given) => Number.isInteger(given) && Number(given) >= low && Number(given) <= high,
});
const oneOf = (value: string, all: readonly string[]): Rule => ({
  value,
  fits: (given) => all.includes(String(given)),
});

const servarr = (port: number): Readonly<Record<string, Rule>> => ({
  ip: text('127.0.0.1'),
  port: number(port, 1, 65_535),
  base_url: text('/'),
  ssl: flag(false),
  apikey: text(''),
  full_update: oneOf('Daily', ['Manually', 'Daily', 'Weekly']),
});

const rules = (configDirectory: string): Readonly<Record<string, Readonly<Record<string, Rule>>>> => ({
  general: {
    flask_secret_key: text(randomBytes(16).toString('hex')),
    ip: text('*'),
    port: number(6767, 1, 65_535),
    base_url: text(''),
    debug: flag(false),
    branch: oneOf('master', ['master', 'development']),
    auto_update: flag(true),
    use_sonarr: flag(false),
    use_radarr: flag(false),
    page_size: number(25, 25, 1000),
  },
  auth: { apikey: text(randomBytes(16).toString('hex')), username: text(''), password: text('') },
  backup: { folder: text(join(configDirectory, 'backup')), retention: number(31, 0, 10_000) },
  sonarr: servarr(8989),
  radarr: servarr(7878),
});

/** Bazarr's `config.yaml`: completed and written anew when it is opened, without comments, what it does not know kept. */
export class BazarrConfig {
  private readonly path: string;
  private readonly sections: Record<string, Section>;
  private readonly rules: ReturnType<typeof rules>;

  /** @throws where the file is not YAML or holds no mapping */
  constructor(path: string, configDirectory: string) {
    this.path = path;
    this.rules = rules(configDirectory);
    const stored: unknown = yaml.parse(read(path)) ?? {};
    if (typeof stored !== 'object' || stored === null || Array.isArray(stored))
      throw new TypeError(`${path} holds no mapping`);
    this.sections = { ...stored } as Record<string, Section>; // Each value is held against its rule below.
    for (const [name, section] of Object.entries(this.rules)) {
      const given = this.sections[name] ?? {};
      this.sections[name] = { ...given };
      for (const [key, rule] of Object.entries(section)) {
        const value = given[key];
        if (value === undefined || value === null || !rule.fits(value)) this.set(name, key, rule.value);
      }
    }
    this.write();
  }

  text(section: string, key: string): string {
    return String(this.sections[section]?.[key] ?? '');
  }

  number(section: string, key: string): number {
    return Number(this.sections[section]?.[key]);
  }

  /** What the settings API gives away: all but the key of its cookies. */
  shown(): object {
    const { flask_secret_key: _, ...general } = this.sections['general'] ?? {};
    return { ...this.sections, general };
  }

  /** Takes `settings-<section>-<key>` fields of a form. Answers what is wrong with the first that does not fit. */
  change(form: URLSearchParams): string | undefined {
    const changes: (readonly [string, string, Value])[] = [];
    for (const [name, given] of form) {
      const [kind, section = '', key = ''] = name.split('-');
      if (kind !== 'settings') continue;
      const value = key === 'password' ? given : toValue(given);
      const rule = this.rules[section]?.[key];
      if (rule !== undefined && !rule.fits(value)) return `${section}.${key} invalid for ${String(value)}`;
      changes.push([section, key, value]);
    }
    for (const [section, key, value] of changes) this.set(section, key, value);
    this.write();
    return undefined;
  }

  describe(): string {
    const used = ['sonarr', 'radarr'].filter((name) => this.sections['general']?.[`use_${name}`] === true);
    return used.length === 0
      ? 'It knows neither Sonarr nor Radarr.'
      : `It asks ${used.map((name) => `${name} at ${this.text(name, 'ip')}:${this.text(name, 'port')}`).join(' and ')}.`;
  }

  private set(section: string, key: string, value: Value): void {
    this.sections[section] = { ...this.sections[section], [key]: value };
  }

  private write(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(this.path, `---\n${yaml.stringify(this.sections)}`);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function toValue(given: string): Value {
  if (given === 'true' || given === 'false') return given === 'true';
  return /^-?\d+$/.test(given) ? Number(given) : given;
}
