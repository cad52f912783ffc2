import type { Json } from '@showrunner/contracts';
import type { FieldSpec } from '@showrunner/catalog';
import { isObject } from '../json/json.ts';
import type { BlockSpec, Shape } from './shape.ts';

interface Draft {
  fallback?: Json;
  field?: FieldSpec;
  closed?: boolean;
  open?: boolean;
  required?: readonly string[];
  each?: Draft;
  children: Map<string, Draft>;
}

/** Reads a block's data into its shape. */
export function shapeOfBlock(spec: BlockSpec): Shape {
  return draftOfBlock(spec);
}

function draftOfBlock(spec: BlockSpec): Draft {
  const draft = draftOfValue(spec.defaults, '');
  for (const [name, field] of Object.entries(spec.fields ?? {})) reach(draft, name).field = field;
  for (const name of spec.closed ?? []) reach(draft, name).closed = true;
  for (const [name, item] of Object.entries(spec.items ?? {})) reach(draft, name).each = draftOfBlock(item);
  if (spec.required !== undefined) draft.required = spec.required;
  return draft;
}

function draftOfValue(value: Json, key: string): Draft {
  if (!isObject(value)) return { fallback: value, children: new Map() };
  const children = new Map(Object.entries(value).map(([name, child]) => [name, draftOfValue(child, name)] as const));
  const open = key === 'env' || children.size === 0;
  return { fallback: value, children, ...(open ? { open } : {}) };
}

function reach(draft: Draft, dotted: string): Draft {
  let at = draft;
  for (const key of dotted === '' ? [] : dotted.split('.')) {
    const next: Draft = (key === '*' ? at.each : at.children.get(key)) ?? { children: new Map() };
    if (key === '*') at.each = next;
    else at.children.set(key, next);
    at = next;
  }
  return at;
}
