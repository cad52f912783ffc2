import type { Json, JsonObject } from '@showrunner/contracts';

/** A server that is not one of the stack's own. */
export interface ExternalServer {
  /** For the list on the page only. */
  readonly id: number;
  readonly url: string;
  readonly key: string;
}

/** The settings of the page, as the form has them. */
export interface Draft {
  readonly enabled: boolean;
  readonly intervalSeconds: string;
  /** Name of an instance; blank: the server elsewhere. */
  readonly primary: string;
  readonly external: ExternalServer;
  /** Instances that requests are copied to. */
  readonly members: readonly string[];
  readonly others: readonly ExternalServer[];
  readonly options: {
    readonly pending: boolean;
    readonly approved: boolean;
    readonly declined: boolean;
    readonly deletes: boolean;
    readonly separate4k: boolean;
    readonly byEmail: boolean;
    readonly waitForApproval: boolean;
    readonly retryHours: string;
  };
}

/** Seerr instances that are on, by name: what they are called in the document and to people. */
export function listInstances(document: JsonObject): readonly { readonly name: string; readonly title: string }[] {
  return Object.entries(instancesOf(document))
    .filter(([, block]) => objectOf(block)['enabled'] === true)
    .map(([name, block]) => ({ name, title: textOf(objectOf(block)['process_name']) || name }));
}

export function readDraft(document: JsonObject): Draft {
  const block = objectOf(document['seerr_sync']);
  const options = objectOf(block['options']);
  const external = objectOf(block['external_primary']);
  const roleOf = (name: string): string => textOf(objectOf(instancesOf(document)[name])['sync_role']);
  const names = listInstances(document).map(({ name }) => name);
  const others = Array.isArray(block['external_subordinates'])
    ? (block['external_subordinates'] as readonly Json[])
    : [];
  return {
    enabled: block['enabled'] === true,
    intervalSeconds: String(block['poll_interval_seconds'] ?? 60),
    primary: external['enabled'] === true ? '' : (names.find((name) => roleOf(name) === 'primary') ?? names[0] ?? ''),
    external: { id: 0, url: textOf(external['url']), key: textOf(external['api_key']) },
    members: names.filter((name) => roleOf(name) === 'subordinate'),
    others: others.map(objectOf).map((entry, index) => ({
      id: index + 1,
      url: textOf(entry['url']),
      key: textOf(entry['api_key']),
    })),
    options: {
      pending: options['sync_pending'] !== false,
      approved: options['sync_approved'] !== false,
      declined: options['sync_declined'] === true,
      deletes: options['sync_deletes'] !== false,
      separate4k: options['sync_4k_separately'] !== false,
      byEmail: options['user_mapping'] === 'email_match',
      waitForApproval: options['wait_for_approval'] === true,
      retryHours: String(options['retry_failed_after_hours'] ?? 24),
    },
  };
}

/** What keeps a draft from being saved, by field; empty where nothing does. */
export function checkDraft(draft: Draft): Readonly<Record<string, string>> {
  const interval = Number(draft.intervalSeconds);
  const hours = Number(draft.options.retryHours);
  const problems: Record<string, string> = {};
  if (!Number.isInteger(interval) || interval < 10) problems['interval'] = 'Give whole seconds, 10 or more.';
  if (!Number.isInteger(hours) || hours < 0) problems['retry'] = 'Give whole hours, 0 or more.';
  if (!draft.enabled) return problems;
  if (draft.primary === '' && (draft.external.url.trim() === '' || draft.external.key === ''))
    problems['primary'] = 'Give its address and its API key.';
  if (draft.members.filter((name) => name !== draft.primary).length + draft.others.length === 0)
    problems['members'] = 'Choose where requests are copied to: at least one server.';
  if (draft.others.some(({ url, key }) => url.trim() === '' || key === ''))
    problems['others'] = 'Give the address and the API key of each server, or remove it.';
  return problems;
}

/** The document with the settings of the form; everything else stays. */
export function applyDraft(document: JsonObject, draft: Draft): JsonObject {
  const block = objectOf(document['seerr_sync']);
  const { options } = draft;
  const external = draft.primary === '';
  const seerr = objectOf(document['seerr']);
  const instances = Object.entries(instancesOf(document)).map(([name, value]) => {
    const role = name === draft.primary ? 'primary' : draft.members.includes(name) ? 'subordinate' : 'disabled';
    return [name, { ...objectOf(value), sync_role: role }] as const;
  });
  return {
    ...document,
    ...(instances.length === 0 ? {} : { seerr: { ...seerr, instances: Object.fromEntries(instances) } }),
    seerr_sync: {
      ...block,
      enabled: draft.enabled,
      poll_interval_seconds: Number(draft.intervalSeconds),
      external_primary: {
        ...objectOf(block['external_primary']),
        enabled: external,
        ...(external ? { url: draft.external.url.trim(), api_key: draft.external.key } : {}),
      },
      external_subordinates: draft.others.map(({ url, key }) => ({ url: url.trim(), api_key: key })),
      options: {
        ...objectOf(block['options']),
        sync_pending: options.pending,
        sync_approved: options.approved,
        sync_declined: options.declined,
        sync_deletes: options.deletes,
        sync_4k_separately: options.separate4k,
        user_mapping: options.byEmail ? 'email_match' : 'admin',
        wait_for_approval: options.waitForApproval,
        retry_failed_after_hours: Number(options.retryHours),
      },
    },
  };
}

function instancesOf(document: JsonObject): JsonObject {
  return objectOf(objectOf(document['seerr'])['instances']);
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
