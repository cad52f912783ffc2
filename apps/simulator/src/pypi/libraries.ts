import type { Wheel } from '@showrunner/catalog/upstream';

/** Libraries that simulated programs need: their stand-ins look whether they are installed, nothing more. */
export const libraries: readonly Wheel[] = [
  library('lxml', '6.0.2', 'lxml'),
  library('numpy', '2.3.5', 'numpy'),
  library('webrtcvad-wheels', '2.0.14', 'webrtcvad'),
  library('pillow', '12.0.0', 'PIL'),
  library('psycopg2-binary', '2.9.11', 'psycopg2'),
];

function library(name: string, version: string, module: string): Wheel {
  return {
    name,
    version,
    files: [{ path: `${module}/__init__.py`, content: '# Simulated.\n' }],
  };
}
