import { expect, it } from 'vitest';
import { aStack } from '../fixtures/a-stack.ts';
import { anEdge, aUnit } from '../fixtures/a-unit.ts';

it('within a tier who uses another one stops before it, and a circle stops at once', async () => {
  const stack = aStack();
  const engine = await stack.open();
  const mount = aUnit('Rclone');
  const reader = aUnit('Reader', { edges: [anEdge(mount, 'mount')] });
  const page = aUnit('Page', { edges: [anEdge(reader, 'port')] });
  const [one, other] = [aUnit('One'), aUnit('Other')];
  const circle = [
    aUnit('One', { edges: [anEdge(other, 'port', { required: false })] }),
    aUnit('Other', { edges: [anEdge(one, 'port', { required: false })] }),
  ];
  for (const spec of [mount, reader, page, ...circle]) {
    await engine.define(spec);
    await engine.start(spec.unitId);
    await stack.clock.advance(2_000);
  }
  stack.events.length = 0;
  const closed = engine.close({ stopUnits: true, deadlineMs: 10_000 });
  await stack.clock.advance(10_000);
  await closed;
  const seen = stack.events.flatMap((event) =>
    event.type === 'unit.changed' && ['stopping', 'stopped'].includes(event.unit.state)
      ? [`${event.unit.processName} ${event.unit.state}`]
      : [],
  );
  const at = (line: string): number => seen.indexOf(line);
  expect(at('Page stopped')).toBeLessThan(at('Reader stopping'));
  expect(at('Reader stopped')).toBeLessThan(at('Rclone stopping'));
  expect(seen.filter((line) => line.endsWith('stopped'))).toHaveLength(5);
});
