import { expect, test } from 'vitest'
import { compareDecimals, FORMATS } from './formats.ts'

const holds = (format: string, text: string): boolean => {
  const check = FORMATS[format]
  if (check === undefined) throw new Error(`no format ${format}`)
  return check === true || check(text)
}

const GOOD: Readonly<Record<string, readonly string[]>> = {
  'date-time': [
    '2026-11-23T23:20:07.123456Z',
    '2026-11-23t23:20:07z',
    '2024-02-29T00:00:00+05:30',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ],
  date: ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'],
  duration: ['P1D', 'PT0S', 'P1Y2M3W4DT5H6M7.25S', 'PT36H'],
  uuid: ['018f3c1e-7b6a-7c2d-9e4f-0a1b2c3d4e5f', '018F3C1E-7B6A-7C2D-9E4F-0A1B2C3D4E5F'],
  uri: ['https://example.com/a?b=c#d', 'http://localhost:8080', 'HTTPS://EXAMPLE.COM'],
  email: ['ada@example.com', "o'hara+tag@mail.example.co.uk"],
  ip: ['127.0.0.1', '255.255.255.255', '::1', '2001:db8::ff00:42:8329', '::ffff:10.0.0.1'],
  int64: ['0', '-1', '9223372036854775807', '-9223372036854775808'],
  decimal: ['0', '-12.50', '1234567890.123456'],
  byte: ['', 'YQ==', 'YWI=', 'YWJj'],
}

const BAD: Readonly<Record<string, readonly string[]>> = {
  'date-time': [
    '2026-11-23T23:20:07',
    '2026-11-23',
    '2026-11-23 23:20:07Z',
    '2026-02-29T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T23:59:60Z',
    '2026-11-23T23:20:07.1234567Z',
    '2026-11-23T23:20:07+16:00',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '2026-11-23T23:20:07Z\n',
  ],
  date: ['2025-02-29', '1900-02-29', '2026-13-01', '2026-04-31', '0000-01-01', '26-1-1', ''],
  duration: ['P', 'PT', 'P1', '1D', 'P1DT', '-P1D', 'P1.5D', 'P10000Y'],
  uuid: ['018f3c1e7b6a7c2d9e4f0a1b2c3d4e5f', '{018f3c1e-7b6a-7c2d-9e4f-0a1b2c3d4e5f}', 'x', ''],
  uri: ['javascript:alert(1)', 'ftp://example.com', '//example.com', 'https://', 'https://a b', ''],
  email: ['ada', 'ada@', '@example.com', 'ada@localhost', 'a b@example.com', 'ada@-x.com', ''],
  ip: ['256.0.0.1', '1.2.3', '01.2.3.4', '1.2.3.4/24', '::g', ':::', '1.2.3.4.', '::1]', ''],
  int64: ['9223372036854775808', '-9223372036854775809', '01', '-0', '1.0', '1e3', '+1', ''],
  decimal: ['.5', '5.', '01', '1e3', 'NaN', '+1', ''],
  byte: ['YQ', 'Y===', 'YQ==\n', 'YW-j'],
}

const table = (rows: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(rows).flatMap(([format, texts]) => texts.map((text) => ({ format, text })))

test.each(table(GOOD))('$text is a $format', ({ format, text }) => {
  expect(holds(format, text)).toBe(true)
})

test.each(table(BAD))('"$text" is no $format', ({ format, text }) => {
  expect(holds(format, text)).toBe(false)
})

test('decimals compare by value, whatever their digits', () => {
  expect(compareDecimals('1.50', '1.5')).toBe(0)
  expect(compareDecimals('-2', '-1.999999999999999999999')).toBe(-1)
  expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1)
  expect(compareDecimals('-0', '0')).toBe(0)
})
