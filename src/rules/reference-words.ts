/** `HelmRelease podinfo` … `HelmRepository podinfo`: what stands between the two, by the role of the reference. */
export function verbOf(role: string): string {
  return words[role]?.verb ?? 'needs';
}

/** What is said of an object of which another one has spoken before. */
export function phraseOf(role: string): string {
  return words[role]?.phrase ?? 'which it needs';
}

interface Words {
  readonly verb: string;
  readonly phrase: string;
}

const refers: Words = { verb: 'refers to', phrase: 'to which it refers' };
const reads: Words = { verb: 'reads', phrase: 'which it reads' };

const words: Readonly<Record<string, Words>> = {
  source: refers,
  chart: refers,
  values: reads,
  substitute: reads,
  'depends-on': { verb: 'depends on', phrase: 'on which it depends' },
};
