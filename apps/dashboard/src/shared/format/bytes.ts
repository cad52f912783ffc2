/** A size in binary units with three digits at most: `12.4 MiB`. */
export function formatBytes(bytes: number): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let amount = bytes;
  let step = 0;
  while (amount >= 1024 && step < names.length - 1) {
    amount /= 1024;
    step += 1;
  }
  return `${step === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${names[step] ?? ''}`;
}
