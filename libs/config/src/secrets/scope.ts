import type { Json } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { documentShape } from '../shape/document-shape.ts';
import { childShape, type Shape } from '../shape/shape.ts';
import { hasSecretName, passwordInUrl } from './looks-secret.ts';

/** How a place of the document stands to secrets. What is below a secret is secret too. */
export interface Scope {
  readonly shape: Shape | undefined;
  /** `declared` by a manifest, or merely `named` like one. */
  readonly secret: 'declared' | 'named' | 'no';
}

/** The scope of the document's root. */
export function rootScope(catalog: Catalog): Scope {
  return scopeOf(documentShape(catalog));
}

/** The scope of a shape's root. */
export function scopeOf(shape: Shape): Scope {
  return { shape, secret: 'no' };
}

/** The scope one key or index further down. */
export function enter(scope: Scope, key: string): Scope {
  const shape = childShape(scope.shape, key);
  const declared = shape?.field?.secret;
  if (declared === true) return { shape, secret: 'declared' };
  if (declared === false) return { shape, secret: 'no' };
  if (scope.secret !== 'no') return { shape, secret: scope.secret };
  return { shape, secret: hasSecretName(key) ? 'named' : 'no' };
}

/** Whether a single value must not be shown. Blank ones, switches and null hide nothing. */
export function isSecretValue(value: Json, scope: Scope): boolean {
  if (typeof value === 'number') return scope.secret === 'declared';
  if (typeof value !== 'string' || value.trim() === '') return false;
  return scope.secret !== 'no' || passwordInUrl(value) !== undefined;
}
