import type { UnitStatus } from '@showrunner/contracts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';

type UnitCondition = NonNullable<UnitStatus['conditions']>[number];

const titles: Readonly<Record<UnitCondition['type'], string>> = {
  Guarded: 'Left as it is, to protect its library',
  WaitingFor: 'Waits',
  Braked: 'Held, because many services failed at once',
  LogImpaired: 'Something is wrong with its log',
};

/** Something open about a service, with its reason and since when. */
export function Condition({ condition }: { condition: UnitCondition }) {
  return (
    <Notice tone={condition.type === 'WaitingFor' ? 'busy' : 'warn'} title={titles[condition.type]}>
      <p>
        {condition.message} <TimeAgo at={condition.since} />
      </p>
    </Notice>
  );
}
