/** What the fakes give as digest of a body: of the right form and different for different bodies, not SHA-256. */
export function fakeSha256(body: string): string {
  let state = 7;
  let text = '';
  for (const part of Array.from({ length: 8 }, (_, index) => `${index}${body}`)) {
    for (let index = 0; index < part.length; index++) state = (Math.imul(state, 31) + part.charCodeAt(index)) >>> 0;
    text += state.toString(16).padStart(8, '0');
  }
  return text;
}

/** The same for SHA-1. */
export function fakeSha1(body: string): string {
  return fakeSha256(`1${body}`).slice(0, 40);
}
