/** The signals that end a run, and the numbers that make their exit codes. */
const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

export type EndingSignal = keyof typeof numbers;

const signals: readonly EndingSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** A transaction under way: told of a signal, it undoes or completes its work and leaves afterwards. */
interface Undisturbed {
  readonly stop: () => void;
  signal: EndingSignal | undefined;
}

let undisturbed: Undisturbed | undefined;
let listening = false;

/** From now on a signal ends the process with 128 + its number; a transaction finishes or undoes its work first. */
export function onSignals(): void {
  if (listening) return;
  listening = true;
  for (const signal of signals) process.on(signal, arrived);
}

/** Runs `work`; a signal meanwhile calls `stop`, and the process leaves when `work` has settled. */
export async function undisturbedBySignals<T>(stop: () => void, work: () => Promise<T>): Promise<T> {
  onSignals();
  const state: Undisturbed = { stop, signal: undefined };
  undisturbed = state;
  try {
    return await work();
  } finally {
    undisturbed = undefined;
    if (state.signal !== undefined) leaveBySignal(state.signal);
  }
}

/** Runs a synchronous wait during which a signal ends the process as if nobody listened: no handler could run. */
export function endedBySignals<T>(wait: () => T): T {
  const listened = listening;
  for (const signal of signals) process.off(signal, arrived);
  listening = false;
  try {
    return wait();
  } finally {
    if (listened) onSignals();
  }
}

/** Leaves as if the signal had ended the process, in the way that a shell reports it. */
export function leaveBySignal(signal: EndingSignal): never {
  process.exit(128 + numbers[signal]);
}

function arrived(signal: NodeJS.Signals): void {
  const ending = signals.find((each) => each === signal);
  if (ending === undefined) return;
  if (undisturbed === undefined) leaveBySignal(ending);
  undisturbed.signal = ending;
  undisturbed.stop();
}
