/** Something that goes wrong, and what must hold all the same. */
export interface FaultScenario {
  readonly sentence: string;
  /** What of it no test does to a real machine, and why. Needed where no test is real. */
  readonly simulated?: string;
}

/** No release without a test of these; of the others, those that have a test are told of. */
export const isRequired = (number: number): boolean => number <= 30 || (number >= 38 && number <= 43);

/** By number. Tests name the scenario that they prove: `scenario 12: …`. */
export const faultScenarios: Readonly<Record<number, FaultScenario>> = {
  1: { sentence: 'The control plane is killed while 20 units run: the next one holds the same 20, counters and logs.' },
  2: { sentence: 'Units end while no control plane is there: the next one records it, and the policy answers once.' },
  3: {
    sentence: 'A stranger has the pid of a unit that is gone: it is left alone.',
    simulated: 'The record is edited to name the stranger, because pids cannot be forced.',
  },
  4: { sentence: 'The control plane is killed between a start and its record: the program is found, never doubled.' },
  5: { sentence: 'The control plane is killed in the middle of a command: the wish is completed by the next one.' },
  6: {
    sentence: 'A second control plane on the same data refuses and names the first; a lock of an earlier boot is void.',
  },
  7: { sentence: 'A newer control plane takes over what runs; an older one refuses and touches nothing.' },
  8: {
    sentence: 'The machine starts anew: nothing is adopted, what was wanted starts, what was stopped does not.',
    simulated: 'The records are made to be of another boot, because a test cannot restart its machine.',
  },
  9: { sentence: 'A child of the group outlives its leader: stopped means that the whole group is gone.' },
  10: { sentence: 'A child leaves the session and keeps the output open: it is found and ended with its unit.' },
  11: {
    sentence: 'A program does not obey: KILL comes after the grace, once; what not even KILL ends is shown as stuck.',
    simulated:
      'Stuck is shown by a process that the fake kernel does not end; a real one waits in the kernel for ever.',
  },
  12: { sentence: 'A program ends at the moment of its stop: the stop succeeds, and nothing starts again.' },
  13: { sentence: 'A stop meets a unit that does not run yet: nothing starts later.' },
  14: { sentence: 'Ten clients send 200 commands in any order: one child at most, and the last wish holds.' },
  15: { sentence: 'A restart meets a unit that waits: one copy comes of it.' },
  16: { sentence: 'The number of copies changes faster than they come up: the last number holds, without gaps.' },
  17: { sentence: 'A unit leaves 500 orphans at once: all are reaped, and its own exit code is told.' },
  18: {
    sentence: 'A program cannot be started: each reason has a code and a remedy, and none is tried again for ever.',
  },
  19: {
    sentence: 'The machine has no room for another process: it is told why, and all is well once there is room.',
    simulated: 'No memory is an answer of the system call only: a real shortage would end the test as well.',
  },
  20: {
    sentence: 'Arguments are too large, a value has a NUL, output is no text: a problem, or bytes kept as they are.',
  },
  21: { sentence: 'Every way to end has its name, and an end by us is never a crash.' },
  22: {
    sentence:
      'The time of day is set, or the machine sleeps: delays pass as they would have, none is lost or negative.',
    simulated: 'The clock is fake, because setting the clock of the machine would hit everything on it.',
  },
  23: { sentence: 'A service ends at once, again and again: growing delays, then a crash loop, told once.' },
  24: {
    sentence: 'A service crashes every 70 seconds for a day: it is never given up.',
    simulated: 'The day is passed by a fake clock.',
  },
  25: { sentence: 'Ten services die of one dependency: they are held, the cause is named, they return in order.' },
  26: {
    sentence: 'A probed server hangs, drips, redirects for ever, pours or lies: limits hold, probes never overlap.',
  },
  27: { sentence: 'A slow starter with a quick liveness probe: it has its whole grace, after each start.' },
  28: { sentence: 'Readiness flickers while a dependent waits: the dependent starts when it is there.' },
  29: { sentence: 'A dependency that can never come: refused before anything runs, or a wait that says for what.' },
  30: { sentence: 'A provider restarts under its dependents: each kind of edge reacts as it says, in order, once.' },
  31: {
    sentence: 'A stranger has the port that a service is to get: another one is leased, or it is said who has it.',
  },
  32: { sentence: 'Two services ask for the same port at once: refused before anything stops.' },
  33: { sentence: 'A FUSE mount dies: probes end in time, nothing of ours hangs, it is cleaned and comes back.' },
  34: {
    sentence: 'Something else, or nothing, is where the mount was: it counts as not mounted, and the guard is up.',
  },
  35: { sentence: 'The tunnel is up and traffic does not go through it: what needs it is held, and says why.' },
  36: {
    sentence: 'Storage is to be restarted while somebody watches: it is confirmed or put off; silence is not idleness.',
  },
  37: {
    sentence: 'The control plane is killed while a media server is guarded: the guard is kept for its whole time.',
  },
  38: {
    sentence: 'Output without measure: memory is bounded, and the program is not held up.',
    simulated: 'A line of 100 MB stands for one of 1 GB, so that the test ends soon.',
  },
  39: { sentence: 'A reader never takes anything: others are not held up, and it is told what it missed.' },
  40: { sentence: 'A program dies in the middle of a line: its last words are in the log and with its exit.' },
  41: {
    sentence: 'The log is removed, replaced, read-only, or the disk is full: the program goes on, the gap is told.',
  },
  42: { sentence: 'Characters, colours and progress bars are cut anywhere: the same lines come out.' },
  43: { sentence: 'A secret is written in pieces: no reader ever sees it.' },
  44: { sentence: 'Power is lost at any write of a save: the old file or the new one is there, whole.' },
  45: {
    sentence: 'A document is cut, empty, zero, cyclic, huge or hostile: refused with its place, and what runs goes on.',
  },
  46: {
    sentence: 'A file changes on disk while it is being saved: the conflict is shown, nothing is overwritten unseen.',
  },
  47: { sentence: 'A document would take away what others need, or makes a circle: refused before anything stops.' },
  48: { sentence: 'What was applied never gets healthy: it is undone, and both revisions are kept.' },
  49: { sentence: 'The database is locked, full or broken: supervision goes on, and the status says so.' },
  50: { sentence: 'A change needs less than a restart: nothing is restarted for it.' },
  51: { sentence: 'Names try to leave their folder, or are no names: refused, never a failure of ours.' },
  52: { sentence: 'Bodies are no JSON, too deep, too long or too slow: refused in time, others are served.' },
  53: { sentence: 'A token is wrong, huge or revoked: limited, and its open connections are closed.' },
  54: { sentence: 'A page of another origin calls: refused.' },
  55: { sentence: 'A reader tries what only an operator may: refused, and written down.' },
  56: { sentence: 'Hundreds of slow listeners: memory is bounded, and who is cut is told why.' },
  57: { sentence: 'A client leaves before its answer: what becomes of its wish does not depend on it.' },
  58: { sentence: 'A job outlives the request that began it.' },
  59: { sentence: 'A hundred services and a flood of events: answers stay quick.' },
  60: { sentence: 'A day of faults: memory, descriptors and timers level off.' },
  61: { sentence: 'Our own loop stands still: no unit is failed for it.' },
  62: {
    sentence:
      'Schedules meet a clock that jumps, hours that are missing or twice, jobs that overlap: as their rule says.',
  },
};
