/**
 * Whether what a source offers is an update of what is installed. The order in which releases were published counts, where
 * it is known; else numbers, where both are made of nothing else. What is merely different counts as newer: branches and
 * commits have no order that their names show.
 * @param releasesBehind how many releases lie between them; negative where the installed one is the later
 */
export function isNewer(found: string, installed: string, releasesBehind: number | undefined): boolean {
  if (bare(found) === bare(installed)) return false;
  if (releasesBehind !== undefined) return releasesBehind > 0;
  const [a, b] = [numbersOf(found), numbersOf(installed)];
  if (a === undefined || b === undefined) return true;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function bare(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}

function numbersOf(version: string): readonly number[] | undefined {
  return /^v?\d+(\.\d+)*$/.test(version) ? bare(version).split('.').map(Number) : undefined;
}
