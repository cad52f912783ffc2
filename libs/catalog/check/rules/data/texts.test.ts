import { expect, it } from 'vitest';
import { messages, service } from '../../fixtures/sample.ts';
import { texts } from './texts.ts';

it('refuses a text that is blank or does not fit on a card', () => {
  const fields = { port: { description: 'x'.repeat(121) } };
  expect(messages(texts, [service({ description: ' ', fields })])).toEqual([
    'description has 0 characters.',
    'fields.port.description has 121 characters.',
  ]);
  expect(messages(texts, [service({ fields: { port: { description: 'x'.repeat(120) } } })])).toEqual([]);
});
