import { describe, expect, it } from 'vitest';
import { judgeResponse } from './http-verdict.ts';
import { reduceVerdicts } from './watch-probes.ts';

const answer = (status: number, body = '', truncated = false) => ({ status, headers: {}, body, truncated });

describe('an HTTP answer', () => {
  it.each([
    [200, '', 'healthy'],
    [200, 'OK', 'healthy'],
    [200, '<html>a page</html>', 'healthy'],
    [200, '{"status":"warming-up"}', 'starting'],
    [200, '{"status":"purple"}', 'degraded'],
    [200, '{"health":false}', 'unhealthy'],
    [200, '{"checks":{"db":{"status":"up"},"cache":{"status":"down"}}}', 'unhealthy'],
    [200, '{"components":[{"status":"ok"},{"status":"ready"}]}', 'healthy'],
    [200, '{"components":[{"status":"ok"},{"status":"purple"}]}', 'degraded'],
    [401, '', 'degraded'],
    [404, '{"status":"ok"}', 'healthy'],
    [503, '{"status":"migrating"}', 'starting'],
    [500, '', 'unhealthy'],
  ])('%i %s means %s', (status, body, health) => {
    expect(judgeResponse(answer(status, body), undefined).health).toBe(health);
  });

  it('without what was expected is degraded', () => {
    const expectText = { text: '<MediaContainer' };
    expect(judgeResponse(answer(200, '<MediaContainer x>'), expectText).health).toBe('healthy');
    expect(judgeResponse(answer(200, 'else'), expectText)).toEqual({
      health: 'degraded',
      sentence: 'Answers with 200. The text “<MediaContainer” is missing.',
    });
    expect(judgeResponse(answer(200, '{"a":{"b":0}}'), { jsonKey: 'a.b' }).health).toBe('healthy');
    expect(judgeResponse(answer(200, '{"a":{}}'), { jsonKey: 'a.constructor' }).health).toBe('degraded');
  });

  it('that does not end is degraded', () => {
    expect(judgeResponse(answer(200, 'x', true), undefined).health).toBe('degraded');
  });
});

it('of several verdicts the worst speaks', () => {
  const verdicts = (['healthy', 'starting', 'degraded'] as const).map((health) => ({ health, sentence: health }));
  expect(reduceVerdicts(verdicts)?.sentence).toBe('starting');
  expect(reduceVerdicts([])).toBeUndefined();
});
