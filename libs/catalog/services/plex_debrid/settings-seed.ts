/**
 * What a new `settings.json` starts from. Without the file the program asks questions that nobody can answer, and without
 * one of these lists it does not begin; the rest it adds itself with its own defaults.
 */
export const settingsSeed = {
  'Content Services': ['Plex'],
  'Plex users': [],
  'Library collection service': ['Plex Library'],
  'Library update services': ['Plex Libraries'],
  'Library ignore services': ['Local Ignore List'],
  Sources: ['torrentio'],
  'Debrid Services': ['Real Debrid'],
  'Watchlist loop interval (sec)': '30',
  // Where this is missing, the program waits for somebody to press Enter.
  version: ['2.103', 'Settings compatible update', []],
} as const;
