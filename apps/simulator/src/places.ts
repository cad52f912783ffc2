import { fileURLToPath } from 'node:url';

/** The stand-ins are bundled from their sources, whether we run from sources ourselves or built. */
const catalog = new URL('../../../libs/catalog/', import.meta.url);
const programs = new URL('../src/toolchains/programs/', import.meta.url);

/** Source of the stand-in of a service. */
export function standInSource(serviceKey: string): string {
  return fileURLToPath(new URL(`services/${serviceKey}/stand-in.ts`, catalog));
}

/** Source of a toolchain's program. */
export function programSource(name: string): string {
  return fileURLToPath(new URL(`${name}.ts`, programs));
}
