export { createFakeArchives, packFakeArchive, type FakeArchive } from './archives.ts';
export { createFakeClock, createFakeIds, createFakeLogger, type FakeClock, type FakeLogger } from './clock.ts';
export { createFakeFiles, type FakeFiles } from './files.ts';
export { createFakeMachine } from './machine.ts';
export { createFakeNetwork, fakeSha1, fakeSha256, type FakeAnswer, type FakeNetwork } from './network.ts';
export { createFakeProcesses, type FakeChild, type FakeProcesses, type FakeProgram } from './processes.ts';
