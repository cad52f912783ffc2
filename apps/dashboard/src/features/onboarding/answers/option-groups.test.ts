import { describe, expect, it } from 'vitest';
import { emptyAnswers } from './answers.ts';
import { optionProblem, sortFields } from './option-groups.ts';

const group = {
  id: 'zilean',
  title: 'Zilean',
  defaults: { port: 8182, commit_sha: '', interval: 24 },
  help: {},
  attached: false,
};
const check = (field: string, value: string | number) =>
  optionProblem(group, field, { ...emptyAnswers, options: { zilean: { [field]: value } } });

describe('options', () => {
  it('accept what is left alone', () => expect(optionProblem(group, 'port', emptyAnswers)).toBeNull());

  it.each([[0], [65_536], [80.5], ['']])('refuse %j as a port', (value) => {
    expect(check('port', value)).toBe('Use a number from 1 to 65535.');
  });

  it('refuse half a commit and words where a number is wanted', () => {
    expect([check('commit_sha', 'abc'), check('commit_sha', 'a'.repeat(40)), check('interval', 'x')]).toEqual([
      'Use all 40 digits of the commit.',
      null,
      'Use a number.',
    ]);
  });

  it('put ports and log levels first', () => {
    expect(sortFields(['repo_owner', 'port', 'log_level'])).toEqual({
      common: ['port', 'log_level'],
      rare: ['repo_owner'],
    });
  });
});
