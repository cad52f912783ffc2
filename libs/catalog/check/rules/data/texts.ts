import { manifestFile, rulePerPackage } from '../../finding.ts';

const longest = 120;

/** What a person reads is there and short enough for a card. */
export const texts = rulePerPackage('texts', ({ manifest }) => {
  const { description, onboarding, requires, fields = {} } = manifest;
  const all: readonly (readonly [where: string, text: string])[] = [
    ['description', description],
    ...(onboarding === undefined ? [] : [['onboarding.description', onboarding.description] as const]),
    ...requires.map(({ service, reason }) => [`reason for ${service}`, reason] as const),
    ...Object.entries(fields).flatMap(([name, field]) =>
      field.description === undefined ? [] : [[`fields.${name}.description`, field.description] as const],
    ),
  ];
  return all
    .filter(([, text]) => text.trim() === '' || text.length > longest)
    .map(([where, text]) => ({
      file: manifestFile(manifest.key),
      message: `${where} has ${text.trim().length} characters.`,
      remedy: `Say it in 1 to ${longest} characters.`,
    }));
});
