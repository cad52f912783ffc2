import { Problem, toProblem } from '@showrunner/contracts';
import { type Clock, type HttpResponse, type Mailer, type Network, rateLimitSeconds } from '@showrunner/platform';
import type { Destination } from '../settings/destination.ts';
import { parseTarget } from '../targets/parse-target.ts';
import type { HttpTarget, MailTarget, Message, Target } from '../targets/target.ts';
import { stripSecrets } from './strip-secrets.ts';

/** How an attempt ended. `retry`: it may go better later, after `waitMs` where the other side has named a time. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly error: string; readonly retry: boolean; readonly waitMs: number };

export interface SenderParts {
  readonly network: Pick<Network, 'http'>;
  readonly mailer: Mailer;
  readonly clock: Clock;
  redact(line: string): string;
}

/** How long one request, and a whole attempt, may take. */
const requestMs = 15_000;
const attemptMs = 30_000;
/** Of an answer only the beginning is of use. */
const answerBytes = 16 * 1024;
const later: ReadonlySet<number> = new Set([408, 421, 423, 425, 429]);

/** Sends one notice to one destination. Rejects only when it is aborted. */
export async function sendMessage(
  destination: Destination,
  message: Message,
  parts: SenderParts,
  signal: AbortSignal,
): Promise<SendOutcome> {
  let target: Target | undefined;
  const deadline = new AbortController();
  const cancel = parts.clock.after(attemptMs, () =>
    deadline.abort(new Problem('source.unreachable', `It took longer than ${attemptMs / 1000} s.`)),
  );
  try {
    target = parseTarget(destination);
    const until = AbortSignal.any([signal, deadline.signal]);
    if (target.via === 'mail') await sendMail(target, message, parts, until);
    else await sendHttp(target, message, parts, until);
    return { kind: 'sent' };
  } catch (error) {
    signal.throwIfAborted();
    const problem = toProblem(error);
    const secrets = [destination.url, ...(target?.secrets ?? [])];
    return {
      kind: 'failed',
      error: stripSecrets(problem.message, secrets, parts.redact),
      retry: problem.code !== 'request.invalid' && problem.details['retry'] !== false,
      waitMs: Number(problem.details['waitMs'] ?? 0),
    };
  } finally {
    cancel();
  }
}

async function sendMail(
  target: MailTarget,
  message: Message,
  { mailer }: SenderParts,
  signal: AbortSignal,
): Promise<void> {
  await mailer.send(target.server, target.mail(message), requestMs, signal);
}

async function sendHttp(
  target: HttpTarget,
  message: Message,
  { network, clock }: SenderParts,
  signal: AbortSignal,
): Promise<void> {
  for (const request of target.requests(message)) {
    const response = await network.http(
      { ...request, method: 'POST', timeoutMs: requestMs, limitBytes: answerBytes },
      signal,
    );
    const refusal = judge(target, response);
    if (refusal === undefined) continue;
    const seconds = rateLimitSeconds(response.status, response.headers, clock.now());
    const retry = response.status >= 500 || later.has(response.status) || seconds !== undefined;
    throw new Problem('connection.refused', refusal, { details: { retry, waitMs: (seconds ?? 0) * 1000 } });
  }
}

function judge({ place, refusal }: HttpTarget, response: HttpResponse): string | undefined {
  const { status, body } = response;
  if (status >= 200 && status < 300) return refusal?.(response);
  if (status >= 300 && status < 400) {
    return `${place} answered ${status}: it sends us elsewhere, which is not followed. Use the address that it moved to.`;
  }
  const words = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
  return `${place} answered ${status}${words === '' ? '' : `: ${words}`}`;
}
