import type { Severity, TargetKind } from '@showrunner/contracts';
import type { HttpRequest, HttpResponse, Mail, MailServer } from '@showrunner/platform';

/** A notice as it is handed to a target. */
export interface Message {
  readonly eventId: string;
  readonly eventType: string;
  readonly severity: Severity;
  readonly title: string;
  readonly body: string;
  readonly serviceName: string | null;
  /** Epoch milliseconds of what is told. */
  readonly at: number;
}

export type TargetRequest = Pick<HttpRequest, 'url' | 'headers' | 'verifyTls'> & { readonly body: string };

interface Named {
  readonly kind: TargetKind;
  /** Where it is, for a person: a host, never a secret. */
  readonly place: string;
  /** Texts of the address that must not be shown. */
  readonly secrets: readonly string[];
}

/** A place that takes a POST of JSON; one request for each recipient. */
export interface HttpTarget extends Named {
  readonly via: 'http';
  requests(message: Message): readonly TargetRequest[];
  /** Why an answer below 400 is a refusal all the same. */
  refusal?(response: HttpResponse): string | undefined;
}

/** A mailbox. */
export interface MailTarget extends Named {
  readonly via: 'mail';
  readonly server: MailServer;
  mail(message: Message): Mail;
}

/** What the address of a destination means. */
export type Target = HttpTarget | MailTarget;

/** A POST of JSON. */
export function postJson(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): TargetRequest {
  return { url, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

/** Cut to a vendor's limit of characters, and seen to be cut. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
