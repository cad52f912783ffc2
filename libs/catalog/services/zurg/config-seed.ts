/** What a new `config.yml` starts from: Zurg's own suggestions, three folders, and no library-update command. */
export const configSeed = `zurg: v1
token: ""
concurrent_workers: 32
check_for_changes_every_secs: 10
directories:
  anime:
    group_order: 10
    group: media
    filters:
      - regex: /\\b[a-fA-F0-9]{8}\\b/
      - any_file_inside_regex: /\\b[a-fA-F0-9]{8}\\b/
  shows:
    group_order: 20
    group: media
    filters:
      - has_episodes: true
  movies:
    group_order: 30
    group: media
    only_show_the_biggest_file: true
    filters:
      - regex: /.*/
`;
