import type { Json, Severity } from '@showrunner/contracts';

/** Something that people want to be told, before it is known who is. Free of secrets. */
export interface Notice {
  readonly eventType: string;
  readonly severity: Severity;
  readonly title: string;
  readonly body: string;
  /** Process name. */
  readonly serviceName: string | null;
  /** What it is about within the service, so that two disks are two things: `disk:/mnt`. */
  readonly condition: string;
  /** Types of notices of the same thing that are over with this one: whoever was told one of them is told this. */
  readonly recovers: readonly string[];
  readonly metadata: Readonly<Record<string, Json>>;
}

/** A notice of one service or of the whole stack, with what most of them have. */
export function aNotice(notice: Pick<Notice, 'eventType' | 'severity' | 'title' | 'body'> & Partial<Notice>): Notice {
  return { serviceName: null, condition: '', recovers: [], metadata: {}, ...notice };
}
