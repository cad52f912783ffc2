import { expect, it } from 'vitest';
import { describeAgent } from './describe-agent.ts';

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'Chrome on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  ['curl/7.88.1', 'curl'],
  ['my-script', 'my-script'],
  ['', 'A program that gives no name'],
])('calls %s what a person would', (agent, name) => {
  expect(describeAgent(agent)).toBe(name);
});
