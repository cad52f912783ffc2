import { toUnitId } from '@showrunner/contracts';
import { createLogRotator, type LogRotator, toRotationLimits } from '@showrunner/logs';
import type { Stack } from '@showrunner/operations';
import type { Platform } from '@showrunner/platform';
import type { LocalEngine } from '@showrunner/supervisor';
import type { OwnLog } from '../own-log/own-log.ts';

/** The rotation of a stack's logs, which is there before the stack: units may start while it is being opened. */
export interface LogRotation {
  readonly rotator: LogRotator;
  /** The engine, whose units show what is wrong with their logs. */
  tell(engine: LocalEngine): LocalEngine;
  /** The stack, whose logs are looked after from now on until it is closed. */
  serve(stack: Stack): Stack;
}

/** Rotates what the stack's running programs and we ourselves put out, within the limits of its document. */
export function rotateLogs(
  platform: Pick<Platform, 'files' | 'clock' | 'logger'>,
  ownLog: Pick<OwnLog, 'path'>,
): LogRotation {
  let served: Stack | undefined;
  let told: LocalEngine | undefined;
  const rotator = createLogRotator({
    ...platform,
    limits: () => toRotationLimits(Object(served?.document().effective['dumb'])),
    outputs: () => (served === undefined ? [] : [...runningOutputs(served), ...[ownLog.path() ?? []].flat()]),
    onNote: (path, sentence) => told?.noteOutput(path, sentence),
  });
  return {
    rotator,
    tell(engine) {
      told = engine;
      return engine;
    },
    serve(stack) {
      served = stack;
      const close: Stack['close'] = async (options) => {
        await rotator.close();
        await stack.close(options);
      };
      return { ...stack, close };
    },
  };
}

function runningOutputs({ engine }: Stack): readonly string[] {
  return engine.list().flatMap(({ unitId, pid }) => {
    const output = pid === undefined ? undefined : engine.specOf(toUnitId(unitId))?.spec.outputFile;
    return output === undefined ? [] : [output];
  });
}
