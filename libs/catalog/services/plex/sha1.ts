/**
 * SHA-1 of a text, as hex. Plex makes the name of a server of it; it protects nothing, so the old function will do.
 */
export function sha1Hex(text: string): string {
  const words = padded(new TextEncoder().encode(text));
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let start = 0; start < words.length; start += 16) {
    const mixed = rounds(state, schedule(words.slice(start, start + 16)));
    state = state.map((word, index) => (word + (mixed[index] ?? 0)) >>> 0);
  }
  return state.map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** Big-endian words: the bytes, a one bit, zeros, and the length in bits. */
function padded(bytes: Uint8Array): number[] {
  const words = Array.from({ length: Math.ceil((bytes.length + 9) / 64) * 16 }, () => 0);
  const put = (index: number, byte: number): void => {
    words[index >> 2] = ((words[index >> 2] ?? 0) | (byte << (24 - 8 * (index & 3)))) >>> 0;
  };
  bytes.forEach((byte, index) => put(index, byte));
  put(bytes.length, 0x80);
  words[words.length - 1] = bytes.length * 8;
  return words;
}

function schedule(block: readonly number[]): readonly number[] {
  const words = [...block];
  for (let at = 16; at < 80; at++) {
    const mixed = [3, 8, 14, 16].reduce((sum, back) => sum ^ (words[at - back] ?? 0), 0);
    words.push(rotate(mixed, 1));
  }
  return words;
}

function rounds(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (const [at, word] of words.entries()) {
    const [f, constant] =
      at < 20
        ? [(b & c) | (~b & d), 0x5a827999]
        : at < 40
          ? [b ^ c ^ d, 0x6ed9eba1]
          : at < 60
            ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
            : [b ^ c ^ d, 0xca62c1d6];
    [a, b, c, d, e] = [(rotate(a, 5) + f + e + constant + word) >>> 0, a, rotate(b, 30), c, d];
  }
  return [a, b, c, d, e];
}

function rotate(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0;
}
