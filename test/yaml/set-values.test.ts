import { expect, test } from 'vitest';
import { parseSet } from '../../src/yaml/set-values.ts';

const shown = (text: string): string =>
  parseSet(text)
    .map(
      ({ path, value }) =>
        `${JSON.stringify(path)}=${JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each))}`,
    )
    .join(' ');

test.each([
  ['replicaCount=3', '["replicaCount"]=3'],
  ['a.b.c=x,d=y', '["a","b","c"]="x" ["d"]="y"'],
  ['a=', '["a"]=""'],
  ['a=,b=1', '["a"]="" ["b"]=1'],
  ['a=1,', '["a"]=1'],
  ['a=TRUE,b=False,c=null', '["a"]=true ["b"]=false ["c"]=null'],
  ['a=1.5', '["a"]="1.5"'],
  ['a=0123', '["a"]="0123"'],
  ['a=0', '["a"]=0'],
  ['a=-7', '["a"]=-7'],
  ['a=9007199254740993', '["a"]="9007199254740993n"'],
  ['a=9223372036854775808', '["a"]="9223372036854775808"'],
  ['a={x,1,true}', '["a"]=["x",1,true]'],
  ['a={x},b={}', '["a"]=["x"] ["b"]=[""]'],
  ['list[0].x=y', '["list",0,"x"]="y"'],
  ['m[1][2]=z', '["m",1,2]="z"'],
  ['nodeSelector.kubernetes\\.io/role=master', '["nodeSelector","kubernetes.io/role"]="master"'],
  ['a=b\\,c', '["a"]="b,c"'],
  ['a="quoted"', '["a"]="\\"quoted\\""'],
  ['a=b=c', '["a"]="b=c"'],
  ['__proto__.x=1', '["__proto__","x"]=1'],
])('%s is read as Helm reads it', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  ['', 'it is empty'],
  ['a', 'a has no value'],
  ['a.b', 'a.b has no value'],
  ['a,b=1', 'a has no value'],
  ['=1', 'the key is empty'],
  ['a.=1', 'a key below a is empty'],
  ['a={x', 'the list has no }'],
  ['a={x}y', '"y" follows }; a comma was expected'],
  ['a[x]=1', '[x] is no index; one from 0 to 65536 was expected'],
  ['a[-1]=1', '[-1] is no index'],
  ['a[65537]=1', '[65537] is no index'],
  ['a[0', 'the index [0 has no ]'],
  ['a[0]b=1', '"b" follows an index'],
  [`${'a.'.repeat(31)}b=1`, 'names nest deeper than 30'],
])('%s is refused', (text, message) => {
  expect(() => parseSet(text)).toThrow(message);
});

test('a value is never repeated in a message: it may be a password', () => {
  expect(() => parseSet('auth.password={hunter2')).toThrow('--set auth.password=…: the list has no }');
});
