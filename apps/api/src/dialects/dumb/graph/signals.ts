import type { DependencyGraphAnswer, LinkStrength } from '@showrunner/contracts';

/** Why a link is known, in the words of the original. */
export type Signal =
  | 'core_service_map'
  | 'core_service_fields'
  | 'wait_for_url'
  | 'wait_for_dir'
  | 'wait_for_mounts'
  | 'rclone_provider_zurg'
  | 'rclone_provider_decypharr'
  | 'rclone_provider_nzbdav'
  | 'non_core_dependency_map'
  | 'conditional_startup_map'
  | 'zilean_optional_integration'
  | 'documented_integration';

const meanings: Readonly<Record<Signal, readonly [LinkStrength, string]>> = {
  core_service_map: ['hard_runtime', 'A core service needs it by its nature.'],
  core_service_fields: ['hard_configured', 'The configuration names the core service that it belongs to.'],
  wait_for_url: ['hard_runtime', 'It waits for an address that the other answers on.'],
  wait_for_dir: ['hard_runtime', 'It waits for a directory that the other makes.'],
  wait_for_mounts: ['hard_runtime', 'It waits for a mount that the other makes.'],
  rclone_provider_zurg: ['hard_runtime', 'This rclone mounts what Zurg offers.'],
  rclone_provider_decypharr: ['hard_runtime', 'This rclone mounts what Decypharr offers.'],
  rclone_provider_nzbdav: ['hard_runtime', 'This rclone mounts what InfiniDysk offers.'],
  non_core_dependency_map: ['hard_runtime', 'It cannot do without the other.'],
  conditional_startup_map: ['hard_runtime', 'While both are switched on, it starts after the other.'],
  zilean_optional_integration: ['soft_linkage', 'It can search the index of Zilean.'],
  documented_integration: ['soft_linkage', 'The two can work together.'],
};

/** The table that explains every signal. */
export const signalTable: DependencyGraphAnswer['dependency_truth_table'] = Object.entries(meanings).map(
  ([signal, [strength, description]]) => ({ signal, ...gradeOf(strength), description }),
);

/** What several signals for one link amount to; the strongest counts. */
export function toLinkFields(signals: ReadonlySet<Signal>) {
  const found = new Set([...signals].map((signal) => meanings[signal][0]));
  const strength = (['hard_runtime', 'hard_configured'] as const).find((grade) => found.has(grade)) ?? 'soft_linkage';
  return { signals: [...signals].toSorted(), ...gradeOf(strength) };
}

function gradeOf(strength: LinkStrength) {
  return { classification: strength === 'soft_linkage' ? ('linkage' as const) : ('hard' as const), strength };
}
