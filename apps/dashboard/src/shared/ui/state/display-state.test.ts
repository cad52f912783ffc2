import type { UnitStatus } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { isTroubled, toDisplayState, toUnheard } from './display-state.ts';

const status = (state: UnitStatus['state'], health: UnitStatus['health'] = 'unknown'): UnitStatus => ({
  unitId: 'u',
  processName: 'U',
  state,
  health,
  since: 0,
  reason: '',
  restartCount: 0,
  adopted: false,
});

describe('toDisplayState', () => {
  it('gives every state and health a word', () => {
    const states = ['stopped', 'waiting', 'starting', 'stopping', 'backoff', 'exited', 'failed', 'stuck'] as const;
    const healths = ['unknown', 'starting', 'healthy', 'degraded', 'unhealthy'] as const;
    const words = [
      ...states.map((state) => toDisplayState(status(state)).word),
      ...healths.map((health) => toDisplayState(status('running', health)).word),
    ];
    expect(words.join(' · ')).toBe(
      'Stopped · Waiting · Starting · Stopping · Trying again · Finished · Failed · Stuck · Running · Starting · Running · Degraded · Not healthy',
    );
  });

  it('never tells two tones by colour alone', () => {
    const shown = [
      status('running', 'healthy'),
      status('failed'),
      status('running', 'degraded'),
      status('stopped'),
      status('starting'),
    ];
    expect(new Set(shown.map((one) => toDisplayState(one).shape)).size).toBe(shown.length);
  });

  it('says off for what is disabled, unless it still runs', () => {
    expect(toDisplayState(status('stopped'), false).word).toBe('Off');
    expect(toDisplayState(status('stopping'), false).word).toBe('Stopping');
  });

  it('says what a state was when nothing is heard any more', () => {
    expect(toUnheard(toDisplayState(status('running', 'healthy')))).toEqual({
      tone: 'idle',
      shape: 'question',
      word: 'Was running',
    });
  });

  it('asks for a hand when failed, stuck, unhealthy, degraded or trying again', () => {
    expect(
      [status('failed'), status('stuck'), status('running', 'unhealthy'), status('backoff')].every(isTroubled),
    ).toBe(true);
    expect([status('running', 'healthy'), status('stopped'), status('waiting')].some(isTroubled)).toBe(false);
  });
});
