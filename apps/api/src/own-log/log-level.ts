import { getIn } from '@showrunner/config';
import type { JsonObject, RuntimeLogLevelAnswer } from '@showrunner/contracts';
import type { LogLevel } from '@showrunner/host';

/** From which level on the control plane's own log is written, while it runs. */
export interface LogLevelSwitch {
  threshold(): LogLevel;
  /** The document whose `dumb.log_level` counts; until it is there, INFO does. */
  follow(document: () => JsonObject): void;
  /** True writes everything until the next start; false goes back to what is configured. */
  setDebug(on: boolean): void;
  view(): RuntimeLogLevelAnswer;
}

const thresholds: Readonly<Record<string, LogLevel>> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  // Nothing of ours is worse than an error.
  CRITICAL: 'error',
};

/** Levels are the document's own words; one that nobody knows counts as INFO. */
export function createLogLevelSwitch(): LogLevelSwitch {
  let document: () => JsonObject = () => ({});
  let debug = false;
  const levelAt = (path: readonly string[]): string | undefined => {
    const word = String(getIn(document(), path) ?? '')
      .trim()
      .toUpperCase();
    const level = word === 'WARN' ? 'WARNING' : word;
    return level in thresholds ? level : undefined;
  };
  const configured = () => levelAt(['dumb', 'log_level']) ?? 'INFO';
  return {
    threshold: () => (debug ? 'debug' : (thresholds[configured()] ?? 'info')),
    follow(read) {
      document = read;
    },
    setDebug(on) {
      debug = on;
    },
    view: () => ({
      configured_level: configured(),
      configured_uvicorn_level: levelAt(['dumb', 'api_service', 'log_level']) ?? configured(),
      effective_level: debug ? 'DEBUG' : configured(),
      debug_enabled: debug || configured() === 'DEBUG',
      override_active: debug,
      temporary: true,
      resets_on_restart: true,
    }),
  };
}
