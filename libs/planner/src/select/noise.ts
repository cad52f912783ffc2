/** Fields of an entry that change neither what runs nor how: schedules, sources (the artifact has those), limits (the spec has those), bookkeeping. */
const noise =
  /^(?:enabled|suppress_logging|auto_update.*|symlink_backup_.*|repo_owner|repo_name|release_version.*|branch.*|commit_sha|pinned_version|clear_on_update|exclude_dirs|platforms|command|wait_for_.*|mem_limit|cpus|pids_limit|ulimits)$/;

/** Whether a field can change without anything being started anew because of it. */
export function isNoise(field: string): boolean {
  return noise.test(field);
}
