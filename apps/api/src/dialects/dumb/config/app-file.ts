import { SECRET_MASK } from '@showrunner/config';
import type { Json, JsonObject } from '@showrunner/contracts';

const secretName = /(token|secret|password|passwd|api_?key|private_?key|credential)/i;

/** A program's own file with whatever is named like a secret masked. */
export function maskFile(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskValue(item, secretName.test(key))]));
}

function maskValue(value: Json, secret: boolean): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => maskValue(item, secret));
  if (typeof value === 'object' && value !== null) return maskFile(value as JsonObject);
  return secret && typeof value === 'string' && value !== '' ? SECRET_MASK : value;
}

/** The edited content with what is in the file wherever the mask came back. */
export function unmaskFile(edited: JsonObject, stored: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(edited).map(([key, item]) => [key, unmaskValue(item, stored[key])]));
}

function unmaskValue(edited: Json, stored: Json | undefined): Json {
  if (edited === SECRET_MASK) return stored ?? '';
  if (Array.isArray(edited)) {
    const items = Array.isArray(stored) ? (stored as readonly Json[]) : [];
    return (edited as readonly Json[]).map((item, index) => unmaskValue(item, items[index]));
  }
  if (typeof edited !== 'object' || edited === null) return edited;
  const isObject = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  return unmaskFile(edited as JsonObject, isObject ? (stored as JsonObject) : {});
}
