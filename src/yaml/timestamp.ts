/**
 * The moment that go-yaml sees in a plain scalar, as kustomize writes it back (RFC 3339, nanoseconds without
 * trailing zeros); undefined when it is no timestamp. Follows `parseTimestamp` of go-yaml v3 and Go's `time.Parse`.
 */
export function timestampText(text: string): string | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [
    ,
    year = '',
    month = '',
    day = '',
    separator,
    hour = '0',
    minute = '0',
    second = '0',
    fraction,
    zone,
  ] = match;
  if ((separator === ' ') !== (zone === undefined) && separator !== undefined) return undefined;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = zoneText(zone);
  if (offset === undefined) return undefined;
  const nanoseconds = (fraction ?? '').slice(0, 9).replace(/0+$/, '');
  const time = [hour, minute, second].map(twoDigits).join(':');
  return `${year}-${twoDigits(month)}-${twoDigits(day)}T${time}${nanoseconds === '' ? '' : `.${nanoseconds}`}${offset}`;
}

/** The layouts of go-yaml's `allowedTimestampFormats`: short fields are allowed; a zone only after `T` or `t`. */
const pattern =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2})?)?$/;

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const february = isLeap ? 29 : 28;
  const days = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

/** `Z` for UTC and for an offset of zero, as Go's RFC 3339 layout prints it. */
function zoneText(zone: string | undefined): string | undefined {
  if (zone === undefined || zone === 'Z' || /^[+-]00:00$/.test(zone)) return 'Z';
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  return hours > 24 || minutes > 60 ? undefined : zone;
}

function twoDigits(field: string): string {
  return field.padStart(2, '0');
}
