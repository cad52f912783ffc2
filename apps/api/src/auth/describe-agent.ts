import Bowser from 'bowser';

/** What a person recognizes a device by: `Firefox on Linux`; the program's own name where it is no browser. */
export function describeAgent(agent: string): string {
  if (agent.trim() === '') return 'A program that gives no name';
  const { browser, os } = Bowser.parse(agent);
  if (browser.name === undefined || browser.name === '') return agent.split(/[\s/]/)[0] ?? agent;
  return os.name === undefined ? browser.name : `${browser.name} on ${os.name}`;
}
