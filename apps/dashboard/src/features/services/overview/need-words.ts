import type { NeedView } from '@showrunner/contracts';

type Reaction = NeedView['on']['gone'];

const shared: Readonly<Record<NeedView['kind'], string>> = {
  order: 'Start order',
  health: 'Its work',
  port: 'Port',
  database: 'Database',
  network: 'Network',
  mount: 'Mount',
};

const done: Readonly<Record<Reaction, string>> = {
  ignore: 'goes on',
  restart: 'is restarted',
  pause: 'is stopped',
  guard: 'is guarded',
};

/** These last as long as the loss does. */
const lasts: ReadonlySet<Reaction> = new Set(['pause', 'guard']);

/** What a service does about one that it needs: before its own start, and when that one is lost. */
export function needWords({ kind, until, required, on }: NeedView): string {
  if (until === 'installed') return `${shared[kind]}: only needs it to be installed.`;
  const waits = required ? 'waits for it' : 'waits for it only while it is on its way';
  const losses: readonly (readonly [Reaction, string])[] = [
    [on.restarted, 'restarts'],
    [on.unhealthy, 'is unhealthy'],
    [on.gone, 'is gone'],
  ];
  const reactions = [...new Set(losses.map(([reaction]) => reaction))].map((reaction) => {
    const when = losses.filter(([other]) => other === reaction).map(([, loss]) => loss);
    return `${done[reaction]} ${lasts.has(reaction) ? 'while' : 'when'} it ${listOr(when)}`;
  });
  return `${shared[kind]}: ${[waits, ...reactions].join('; ')}.`;
}

function listOr(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
