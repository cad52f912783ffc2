export { createFakeArchives, packFakeArchive, type FakeArchive } from './archives.ts';
export { createFakeClock, createFakeIds, createFakeLogger, type FakeClock, type FakeLogger } from './clock.ts';
export { createFakeFiles, type FakeFiles } from './files.ts';
export { createFakeMachine } from './machine.ts';
export { fakeSha1, fakeSha256 } from './fake-digests.ts';
export { createFakeNetwork, type FakeAnswer, type FakeNetwork } from './network.ts';
export { createFakeProcesses, type FakeChild, type FakeProcesses, type FakeProgram } from './processes.ts';
export { createFakeSystemMetrics } from './system-metrics.ts';
