const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** An amount of memory for a person: `64 MiB`, `1.5 GiB`. */
export function tellBytes(bytes: number): string {
  const exponent = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${Math.round((bytes / 1024 ** exponent) * 10) / 10} ${units[exponent] ?? ''}`;
}
