import type { ServiceManifest, ServicePackage } from '../../../vocabulary/manifest.ts';
import { manifestFile, rulePerPackage } from '../../finding.ts';
import { type FoundReference, referencesIn, textsOf } from '../../references.ts';

/** What a person may have typed is written into a URL or a connection string in a form that it cannot break. */
export const embedded = rulePerPackage('embedded', ({ manifest }, { packages }) =>
  [...textsOf(manifest)].flatMap(({ where, text }) => {
    const form = formOf(text);
    if (form === undefined) return [];
    return referencesIn(text)
      .filter(({ reference }) => !reference.startsWith(`${form.prefix}.`))
      .filter((found) => form.isCredential(text, found) || isSecret(found.reference, manifest, packages))
      .map(({ reference }) => ({
        file: manifestFile(manifest.key),
        message: `\${${reference}} in ${where} stands in ${form.what} as it was typed.`,
        remedy: `Write \${${form.prefix}.${reference}}, so that no character of it ends its place.`,
      }));
  }),
);

interface Form {
  readonly prefix: 'url' | 'ado';
  readonly what: string;
  /** Whether the place itself is one for a user's name or password. */
  readonly isCredential: (text: string, found: FoundReference) => boolean;
}

const url: Form = {
  prefix: 'url',
  what: 'a URL',
  // User and password end at the `@` before the first slash of what follows the scheme.
  isCredential: (text, { start, end }) => /:\/\/[^/]*$/.test(text.slice(0, start)) && /^[^/]*@/.test(text.slice(end)),
};

const ado: Form = {
  prefix: 'ado',
  what: 'a connection string',
  isCredential: (text, { start }) => /(?:^|;)\s*(?:user|username|user id|password|pwd)\s*=$/i.test(text.slice(0, start)),
};

function formOf(text: string): Form | undefined {
  if (/[a-z][a-z0-9+.-]*:\/\//i.test(text)) return url;
  return /(?:^|;)\s*[A-Za-z][A-Za-z ]*=[^;]*;/.test(text) ? ado : undefined;
}

/** Whether a reference leads to a field that holds a credential. Secrets that we make ourselves have harmless characters. */
function isSecret(reference: string, manifest: ServiceManifest, packages: readonly ServicePackage[]): boolean {
  if (reference === 'request.key') return true;
  const [namespace, ...path] = reference.split('.');
  const holder = namespace === 'self' ? manifest : packages.find((other) => other.manifest.key === path[0])?.manifest;
  const field = (namespace === 'self' ? path : path.slice(1)).join('.');
  return ['self', 'svc', 'link'].includes(namespace ?? '') && holder?.fields?.[field]?.secret === true;
}
