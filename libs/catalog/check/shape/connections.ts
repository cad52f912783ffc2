import {
  capabilities,
  type Capability,
  type ConnectionSpec,
  peerRules,
  type Provides,
} from '../../vocabulary/connections.ts';
import { anyText, type Check, either, type Fields, list, map, maybe, object, text, word } from './checks.ts';
import { condition } from './condition.ts';

const when = maybe(condition);
export const capability = word(...(Object.keys(capabilities) as Capability[])); // its very keys

const underCondition = object<{ when?: unknown; value: string }>({ when, value: anyText });
const spec = object<ConnectionSpec>({
  id: text,
  to: either(
    'a capability or a service',
    object<{ capability: string }>({ capability }),
    object<{ service: string }>({ service: text }),
  ),
  instance: word(...peerRules),
  when,
  title: text,
  reason: text,
  undo: text,
  keptBy: word('self', 'peer'),
  hook: text,
  values: map(either('a text, or texts under conditions', anyText, list(underCondition))),
});

export const connections: Check = list(spec);

/** For each capability exactly the values that its users count on. */
export const provides = object<Provides>(
  Object.fromEntries(
    Object.entries(capabilities).map(([name, values]) => {
      const offered = Object.fromEntries(values.map((value) => [value, text]));
      return [name, maybe(object(offered as Fields<object>))]; // keyed by what the capability lists
    }),
  ),
);
