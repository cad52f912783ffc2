import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newestState, slotNames, slotOf, slotText } from './state-slots.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What a place holds after so many bytes of a state were written over what it held. */
function overwritten(before: string, content: string, bytes: number): string {
  const fresh = encoder.encode(content).subarray(0, bytes);
  return decoder.decode(new Uint8Array([...fresh, ...encoder.encode(before).subarray(fresh.length)]));
}

it('a death at any byte of a write leaves the state before it or the new one, whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 6 }),
      fc.nat(400),
      (texts, bytes) => {
        const places = new Map<string, string>();
        texts.slice(0, -1).forEach((text, index) => {
          const sequence = index + 1;
          const place = slotOf(sequence);
          places.set(place, overwritten(places.get(place) ?? '', slotText({ sequence, text }), Infinity));
        });
        const last = { sequence: texts.length, text: texts.at(-1) ?? '' };
        const place = slotOf(last.sequence);
        places.set(place, overwritten(places.get(place) ?? '', slotText(last), bytes));
        const before = texts.length === 1 ? undefined : { sequence: texts.length - 1, text: texts.at(-2) };
        expect([before, last]).toContainEqual(newestState(slotNames.map((name) => places.get(name))));
      },
    ),
  );
});

it.each([undefined, '', '1', '1 2 x', 'x 1 y\nz', '1 3 0\nabc'])('nothing is read from %j', (content) => {
  expect(newestState([content, undefined])).toBeUndefined();
});
