import type { UnitStatus } from '@showrunner/contracts';

const shownLines = 5;

/** What is known of an end or a fault: why, what comes next, and the last that the program said. */
export function explainUnit({ reason, lastExit, problem }: UnitStatus, withOutput: boolean): string {
  const sentences = [lastExit?.message, problem?.message, reason, lastExit?.hint].filter(
    (text): text is string => text !== undefined && text !== '',
  );
  const unique = sentences.filter((text, index) => !sentences.some((other, at) => isSaid(text, index, other, at)));
  const words = withOutput ? (lastExit?.lastWords ?? []).slice(-shownLines) : [];
  return [unique.join(' '), ...(words.length > 0 ? ['', 'It last said:', ...words] : [])].join('\n');
}

/** Whether another sentence says it too: the same one earlier, or one that holds it. */
function isSaid(text: string, index: number, other: string, at: number): boolean {
  if (index === at) return false;
  return other === text ? at < index : other.includes(text);
}
