import type { ShownDestination } from '@showrunner/contracts';
import type { SentDestination } from '../notifications.ts';
import { type FieldValues, type FormKind, kinds, readHeader } from './kinds.ts';

/** A destination while somebody fills it in. */
export interface Draft {
  readonly kind: FormKind;
  readonly values: FieldValues;
  /** Whether the stored address is to be replaced; a new destination has none. */
  readonly replaces: boolean;
  readonly rest: Omit<SentDestination, 'url' | 'headers' | 'provider'>;
}

/** A blank form. @param id anything that no other destination has */
export function newDraft(id: string): Draft {
  return {
    kind: 'mail',
    values: { mode: 'starttls' },
    replaces: true,
    rest: {
      id,
      name: '',
      enabled: true,
      verify_tls: true,
      minimum_severity: 'warning',
      event_types: [],
      service_names: [],
      cooldown_sec: 300,
      send_recovery: true,
    },
  };
}

/** The form of a destination that there is. */
export function toDraft(shown: ShownDestination): Draft {
  const {
    url: _url,
    headers: _headers,
    url_configured: isStored,
    headers_configured: _,
    kind,
    place: _place,
    ...rest
  } = shown;
  const known = kind === null || kind === 'json' ? (shown.provider === 'webhook' ? 'webhook' : 'other') : kind;
  return { kind: known, values: { mode: 'starttls' }, replaces: !isStored, rest };
}

/** What is sent. A blank address keeps the one that is stored. */
export function toSent({ kind, values, replaces, rest }: Draft): SentDestination {
  const { label, provider, toUrl } = kinds[kind];
  return {
    ...rest,
    name: rest.name.trim() || label,
    provider,
    url: replaces ? toUrl(values) : '',
    headers: replaces && kind === 'webhook' ? readHeader(values['headers']) : {},
  };
}
