/** A Markdown table; the first row is its head, all columns but the first are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** A bar of up to 40 characters for a value; `most` fills it. */
export function bar(value: number, most: number): string {
  return '█'.repeat(Math.max(1, Math.round((value / most) * 40)))
}
