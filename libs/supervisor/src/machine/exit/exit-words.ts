import { tellBytes } from '../../limits/tell-bytes.ts';

/** What an end means in plain words, and what to do about it. */
interface EndWords {
  readonly message: string;
  readonly hint: string;
}

const lookAtWords = 'Its last words say why; if they do not, its log does.';
const report =
  'Look for a newer version of it; if this one is the newest, report it to its makers with its last words.';

/** Codes that mean the same for most programs: those of shells, and -1. */
const codes: Readonly<Record<number, EndWords>> = {
  0: {
    message: 'Ended by itself with exit code 0, which means success.',
    hint: 'If it should have gone on, its last words may say why it did not.',
  },
  126: {
    message: 'Ended with exit code 126: something that it calls may not be executed.',
    hint: 'Its last words name the file; check its mode and the options of its mount.',
  },
  127: {
    message: 'Ended with exit code 127: something that it calls was not found.',
    hint: 'Its last words name the program; install it, or install the service again.',
  },
  255: {
    message: 'Ended with exit code 255, with which programs give up for any reason.',
    hint: lookAtWords,
  },
};

/** First code that tells a signal: a shell adds its number to 128. */
const signalBase = 128;

const signals: Readonly<Record<string, EndWords & { readonly number: number }>> = {
  SIGHUP: { number: 1, ...told('its terminal was closed') },
  SIGINT: { number: 2, ...told('somebody interrupted it') },
  SIGQUIT: { number: 3, ...told('somebody asked it to end and leave a trace') },
  SIGILL: {
    number: 4,
    message: 'it came to an instruction that this processor does not have',
    hint: 'Install a build for this processor.',
  },
  SIGTRAP: { number: 5, message: 'it stopped itself at a check that failed', hint: report },
  SIGABRT: { number: 6, message: 'it gave up after an error of its own', hint: lookAtWords },
  SIGBUS: {
    number: 7,
    message: 'a file that it had mapped became shorter, or the disk behind it failed',
    hint: 'Check the free space and the disk, then start it again.',
  },
  SIGFPE: { number: 8, message: 'it divided by zero', hint: report },
  SIGKILL: {
    number: 9,
    message: 'somebody killed it; if nobody did, the machine was short of memory',
    hint: 'Look into the log of the machine for the time of its end, and at its memory.',
  },
  SIGUSR1: { number: 10, ...told('somebody sent it a signal that it does not know') },
  SIGSEGV: { number: 11, message: 'it used memory that is not its own', hint: report },
  SIGUSR2: { number: 12, ...told('somebody sent it a signal that it does not know') },
  SIGPIPE: { number: 13, message: 'it wrote to something that nobody reads any more', hint: lookAtWords },
  SIGALRM: { number: 14, message: 'a time limit of its own ran out', hint: lookAtWords },
  SIGTERM: { number: 15, ...told('somebody asked it to end') },
  SIGXCPU: { number: 24, message: 'it used more processor time than its limit allows', hint: 'Raise the limit.' },
  SIGXFSZ: {
    number: 25,
    message: 'a file of it grew over its limit',
    hint: 'Raise the limit, or make the file smaller.',
  },
  SIGSYS: {
    number: 31,
    message: 'it made a system call that it is not allowed',
    hint: 'Check what confines it, such as the profile of the container.',
  },
};

function told(message: string): EndWords {
  return { message, hint: 'It was not Showrunner; find out who sends signals to it.' };
}

/** An end by exit code. */
export function tellCode(code: number): EndWords {
  const known = codes[code];
  if (known !== undefined) return known;
  const found = Object.entries(signals).find(([, { number }]) => code === signalBase + number);
  if (found === undefined) return { message: `Ended with exit code ${code}.`, hint: lookAtWords };
  const [name, { message, hint }] = found;
  return { message: `Ended with exit code ${code}, as after ${name}: ${message}.`, hint };
}

/** An end by a signal that we have not sent. */
export function tellSignal(name: string): EndWords {
  const known = signals[name];
  if (known === undefined) return { message: `Ended by the signal ${name}.`, hint: lookAtWords };
  return { message: `Ended by the signal ${name}: ${known.message}.`, hint: known.hint };
}

/** An end for want of memory, with the limit where there is one. */
export function tellOutOfMemory(memoryBytes: number | undefined): EndWords {
  if (memoryBytes === undefined) {
    return {
      message: 'The kernel ended it for want of memory.',
      hint: 'Give the machine more memory, or let it do less at once.',
    };
  }
  return {
    message: `The kernel ended it because it used more than its limit of ${tellBytes(memoryBytes)}.`,
    hint: 'Raise mem_limit of this service, or let it do less at once.',
  };
}
