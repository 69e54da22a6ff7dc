/** Milliseconds at which the years that RFC 3339 can write begin and end; PostgreSQL knows no year 0. */
const FIRST_INSTANT = Date.UTC(2001, 0, 1) - 730_485 * 86_400_000
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const INT64_MAX = 2n ** 63n - 1n
const INT64_MIN = -(2n ** 63n)

const DATE = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
/** At most six fraction digits and offsets below 16 hours: more would be rounded or refused by PostgreSQL. */
const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?([Zz]|[+-](0\d|1[0-5]):[0-5]\d)$/
/** The digits are bounded so that no part overflows an interval of PostgreSQL. */
const DURATION =
  /^P(?=[\dT])(\d{1,4}Y)?(\d{1,9}M)?(\d{1,8}W)?(\d{1,9}D)?(T(?=\d)(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}(\.\d{1,6})?S)?)?$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/
const INT64 = /^(0|-?[1-9]\d{0,18})$/
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const HTTP_URL = /^https?:\/\/[\x21-\x7e]+$/i
const IPV4 = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/
const IPV6_CHARACTERS = /^[0-9a-f:.]+$/i
/** @see https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i

/**
 * What the `format` keywords of our schemas mean, for a validator. `true`: the format only annotates.
 * Every text that passes is one that PostgreSQL reads as the same value.
 * @see https://www.rfc-editor.org/rfc/rfc3339 and https://spec.openapis.org/registry/format/
 */
export const FORMATS: Readonly<Record<string, true | ((text: string) => boolean)>> = {
  int32: true,
  int64: isInt64,
  decimal: (text) => DECIMAL.test(text),
  date: isDate,
  'date-time': isTimestamp,
  duration: (text) => DURATION.test(text),
  uuid: (text) => UUID.test(text),
  uri: (text) => HTTP_URL.test(text) && URL.canParse(text),
  email: (text) => EMAIL.test(text),
  ip: isAddress,
  byte: (text) => BASE64.test(text),
}

/** -1, 0 or 1: the order of two decimal texts, exact for any number of digits. */
export function compareDecimals(a: string, b: string): number {
  const digits = Math.max(fractionDigits(a), fractionDigits(b))
  const difference = scaled(a, digits) - scaled(b, digits)
  if (difference === 0n) return 0
  return difference < 0n ? -1 : 1
}

function fractionDigits(text: string): number {
  return (text.split('.')[1] ?? '').length
}

function scaled(text: string, digits: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(digits, '0'))
}

function isInt64(text: string): boolean {
  if (!INT64.test(text)) return false
  const value = BigInt(text)
  return value >= INT64_MIN && value <= INT64_MAX
}

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? []
  if (year === undefined || year === '0000') return false
  return Number(day) <= daysOf(Number(year), Number(month))
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return isLeap ? 29 : 28
}

function isTimestamp(text: string): boolean {
  const [, date] = TIMESTAMP.exec(text) ?? []
  if (date === undefined || !isDate(date)) return false
  const instant = Date.parse(text.toUpperCase())
  return instant >= FIRST_INSTANT && instant <= LAST_INSTANT
}

function isAddress(text: string): boolean {
  if (IPV4.test(text)) return true
  return text.includes(':') && IPV6_CHARACTERS.test(text) && URL.canParse(`http://[${text}]/`)
}
