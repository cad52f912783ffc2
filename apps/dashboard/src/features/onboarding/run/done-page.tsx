import type { OperationView, ProblemView, ServiceView } from '@showrunner/contracts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatCount } from '../../../shared/format/words.ts';
import { useStack } from '../../../shared/live/use-stack.ts';
import { LinkButton } from '../../../shared/ui/form/button.tsx';
import { OpenPageButton } from '../../../shared/ui/open/open-page-button.tsx';
import page from '../../../shared/ui/page.module.css';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { ServiceTile } from '../../../shared/ui/service-tile.tsx';
import { toDisplayState } from '../../../shared/ui/state/display-state.ts';
import { StateGlyph } from '../../../shared/ui/state/state-glyph.tsx';
import { StateMark } from '../../../shared/ui/state/state-mark.tsx';
import { useArrivalFocus } from '../../../shared/ui/use-arrival-focus.ts';
import { useTitle } from '../../../shared/ui/use-title.ts';
import styles from '../wizard.module.css';

/** What runs now, and what can be opened. */
export function DonePage({ operation, problem }: { operation: OperationView; problem: ProblemView | null }) {
  useTitle('Your stack runs');
  const heading = useArrivalFocus<HTMLHeadingElement>();
  const { services } = useStack();
  const on = services?.filter((service) => service.enabled) ?? [];
  const open = on
    .filter((service) => service.uiPort !== null)
    .toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
  const rest = on.filter((service) => service.uiPort === null);
  const took =
    operation.endedAt === undefined ? '' : ` It took ${formatDuration(operation.endedAt - operation.startedAt)}.`;
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header className={styles['done']}>
        <StateGlyph shape="full" tone="ok" size={28} />
        <div>
          <h1 ref={heading} tabIndex={-1}>
            Your stack runs
          </h1>
          <p className={page['lead']}>
            {formatCount(operation.steps.length, 'step')} done.{took} Every service answered before this page said so.
          </p>
        </div>
      </header>
      {problem && <ProblemCard problem={problem} />}
      {open.length > 0 && (
        <section className={page['section']}>
          <h2 className={page['heading']}>Open</h2>
          <ul className={styles['opens']}>
            {open.map((service) => (
              <Row key={service.processName} service={service} />
            ))}
          </ul>
        </section>
      )}
      {rest.length > 0 && (
        <section className={page['section']}>
          <h2 className={page['heading']}>Working behind them</h2>
          <ul className={styles['opens']}>
            {rest.map((service) => (
              <Row key={service.processName} service={service} />
            ))}
          </ul>
        </section>
      )}
      <p>
        <LinkButton look="primary" to="/">
          Go to the control room
        </LinkButton>
      </p>
    </div>
  );
}

/** What was chosen comes before what it stands on. */
const roles: readonly ServiceView['role'][] = ['core', 'optional', 'dependency', 'infrastructure'];

function Row({ service }: { service: ServiceView }) {
  return (
    <li className={styles['open']}>
      <ServiceTile name={service.processName} serviceKey={service.serviceKey} />
      <span className={styles['name']}>{service.processName}</span>
      <StateMark state={toDisplayState(service.status)} />
      <OpenPageButton service={service} small />
    </li>
  );
}
