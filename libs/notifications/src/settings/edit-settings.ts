import { type Issue, type Json, type JsonObject, Problem } from '@showrunner/contracts';
import { parseTarget } from '../targets/parse-target.ts';
import { isObject, readDestination, toList, toObject } from './read-settings.ts';

/** Keys that are shown beside a destination and are none of its own. */
const shownOnly: ReadonlySet<string> = new Set(['url_configured', 'headers_configured', 'kind', 'place']);

export interface EditTools {
  /** What a hidden secret looks like elsewhere; sent back, it means "unchanged", as a blank does. */
  readonly mask: string;
  newId(): string;
  /** Whether a process of that name is enabled. */
  isService(name: string): boolean;
}

/**
 * `dumb.notifications` with what was sent laid over it. A blank address and empty headers keep what is stored for the
 * same id; headers stay only while they go to the same place. Types and bounds are the document's to check.
 * @throws Problem `request.invalid` naming each destination that cannot be
 */
export function editSettings(stored: JsonObject, sent: JsonObject, tools: EditTools): JsonObject {
  const known = new Map(
    toList(stored['destinations'])
      .filter(isObject)
      .map((item) => [String(item['id'] ?? ''), item]),
  );
  const edited: JsonObject = {
    ...stored,
    ...sent,
    ...(isObject(sent['thresholds'])
      ? { thresholds: { ...toObject(stored['thresholds']), ...sent['thresholds'] } }
      : {}),
    ...(Array.isArray(sent['destinations'])
      ? { destinations: toList(sent['destinations']).map((item) => complete(item, known, tools)) }
      : {}),
  };
  const issues = toList(edited['destinations']).flatMap((item, index) =>
    isObject(item) ? findIssues(item, index, toList(edited['destinations']), tools) : [],
  );
  const first = issues[0];
  if (first !== undefined) throw new Problem('request.invalid', first.message, { issues, details: { status: 400 } });
  return edited;
}

function complete(item: Json, known: ReadonlyMap<string, JsonObject>, { mask, newId }: EditTools): Json {
  if (!isObject(item)) return item;
  const fields = Object.fromEntries(Object.entries(item).filter(([key]) => !shownOnly.has(key)));
  const id = typeof fields['id'] === 'string' && fields['id'].trim() !== '' ? fields['id'].trim() : newId();
  const before = known.get(id);
  const keepsUrl = isBlank(fields['url'], mask);
  const url = keepsUrl ? (before?.['url'] ?? '') : (fields['url'] ?? '');
  const isSamePlace = keepsUrl || placeOf(fields['url']) === placeOf(before?.['url']);
  const headersBefore = isSamePlace ? toObject(before?.['headers']) : {};
  return { ...fields, id, url, headers: keepHeaders(fields['headers'], headersBefore, mask) };
}

function keepHeaders(sent: Json | undefined, before: JsonObject, mask: string): Json {
  if (sent === undefined || sent === null) return before;
  if (!isObject(sent)) return sent;
  if (Object.keys(sent).length === 0) return before;
  return Object.fromEntries(
    Object.entries(sent)
      .map(([name, value]): [string, Json | undefined] => [name, value === mask ? before[name] : value])
      .filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

function isBlank(value: Json | undefined, mask: string): boolean {
  return value === undefined || value === null || (typeof value === 'string' && ['', mask].includes(value.trim()));
}

function placeOf(url: Json | undefined): string {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : String(url);
}

function findIssues(item: JsonObject, index: number, all: readonly Json[], tools: EditTools): readonly Issue[] {
  const destination = readDestination(item);
  const at = (key: string) => ['dumb', 'notifications', 'destinations', index, key];
  const issues: Issue[] = [];
  if (all.slice(0, index).some((other) => isObject(other) && other['id'] === item['id'])) {
    issues.push({ path: at('id'), message: `Two destinations have the id ${destination.id}; each needs its own.` });
  }
  const unknown = destination.serviceNames.find((name) => !tools.isService(name));
  if (unknown !== undefined) {
    const message = `${destination.name}: there is no enabled service "${unknown}" to tell about.`;
    issues.push({ path: at('service_names'), message });
  }
  if (destination.url === '' || (item['provider'] !== 'apprise' && item['provider'] !== 'webhook')) return issues;
  try {
    parseTarget(destination);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    issues.push({ path: at('url'), message: `${destination.name}: ${error.message}` });
  }
  return issues;
}
