import type { Report } from '../core/finding.ts';

/** One line for stderr: `12 files, 3 apps: 1 error, 2 warnings (1 ignored)`, or `3 apps in 12 files, no problems`. */
export function summaryLine(report: Report): string {
  const { counts } = report;
  const found = [
    ...some(counts.error, 'error'),
    ...some(counts.warning, 'warning'),
    ...some(counts.info, 'info', 'infos'),
  ];
  const also = [
    ...(counts.fixable > 0 ? [`${counts.fixable} with a fix`] : []),
    ...(counts.suppressed > 0 ? [`${counts.suppressed} ignored`] : []),
    ...(counts.baselined > 0 ? [`${counts.baselined} in the baseline`] : []),
    ...(counts.unread > 0 ? [`${count(counts.unread, 'file')} could not be read`] : []),
    ...(counts.unchecked.objects > 0 ? [notChecked(counts.unchecked)] : []),
    ...(report.failures.length > 0 ? [`${count(report.failures.length, 'rule')} failed`] : []),
  ];
  const tail = also.length > 0 ? ` (${also.join(', ')})` : '';
  if (found.length === 0) {
    if (report.failures.length > 0)
      return `${count(counts.files, 'file')}, ${count(counts.apps, 'app')}: incomplete${tail}`;
    const files = count(counts.files, 'file');
    const apps = counts.apps > 0 ? count(counts.apps, 'app') : 'no apps';
    return `${apps} in ${files}, no problems${tail}`;
  }
  return `${count(counts.files, 'file')}, ${count(counts.apps, 'app')}: ${found.join(', ')}${tail}`;
}

function notChecked({ objects, kinds }: Report['counts']['unchecked']): string {
  return `${count(objects, 'object')} of ${count(kinds, 'unknown kind')} not checked against a schema`;
}

function some(number: number, one: string, many = `${one}s`): string[] {
  return number === 0 ? [] : [count(number, one, many)];
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
