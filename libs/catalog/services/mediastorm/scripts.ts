/** Python programs of mediastorm, which it calls to read titles, to find subtitles and where the credits begin. */
export const scripts = [
  'parse_title.py',
  'parse_title_batch.py',
  'search_subtitles.py',
  'download_subtitle.py',
  'detect_credits.py',
];
