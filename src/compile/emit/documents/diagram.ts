import type { RelationshipSection, TableSection } from './describe-table.ts'
import { type Html, html } from './html.ts'

const ROW = 20
const HEAD = 28
const PADDING = 8
/** Width of a character of the diagram's font at 12 px. */
const CHARACTER = 7.3
const GAP_X = 90
const GAP_Y = 28

interface Box {
  readonly table: TableSection
  readonly layer: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * The tables as boxes and their references as curves: a table stands to the right of those that it refers to,
 * near the middle of them.
 */
export function entityDiagram(tables: readonly TableSection[]): Html {
  const boxes = place(tables)
  const width = Math.max(0, ...boxes.map((box) => box.x + box.width)) + 40
  const height = Math.max(0, ...boxes.map((box) => box.y + box.height)) + 20
  return html`<svg class="er" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Tables and how they refer to each other">${boxes.flatMap((box) => edges(box, boxes))}${boxes.map(drawBox)}</svg>`
}

function place(tables: readonly TableSection[]): readonly Box[] {
  const layers = layersOf(tables)
  const boxes: Box[] = []
  let x = 20
  for (let layer = 0; layer <= Math.max(0, ...layers.values()); layer += 1) {
    const members = tables.filter(({ name }) => layers.get(name) === layer)
    const width = Math.max(0, ...members.map(widthOf))
    const sorted = members
      .map((table) => ({ table, middle: middleOfTargets(table, boxes) }))
      .sort((a, b) => a.middle - b.middle)
    let y = 20
    for (const { table } of sorted) {
      const height = HEAD + table.columns.length * ROW + PADDING
      boxes.push({ table, layer, x, y, width, height })
      y += height + GAP_Y
    }
    x += width + GAP_X
  }
  return boxes
}

/** 0 for tables that refer to no other; otherwise one more than the furthest that a table refers to. Cycles are cut. */
function layersOf(tables: readonly TableSection[]): ReadonlyMap<string, number> {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const layers = new Map<string, number>()
  const visit = (name: string, path: readonly string[]): number => {
    const known = layers.get(name)
    if (known !== undefined) return known
    const targets = (byName.get(name)?.relationships ?? []).filter(
      ({ table }) => !path.includes(table),
    )
    const layer = Math.max(-1, ...targets.map(({ table }) => visit(table, [...path, table]))) + 1
    layers.set(name, layer)
    return layer
  }
  for (const { name } of tables) visit(name, [name])
  return layers
}

function middleOfTargets({ relationships }: TableSection, boxes: readonly Box[]): number {
  const targets = relationships.flatMap(({ table }) =>
    boxes.filter((box) => box.table.name === table),
  )
  if (targets.length === 0) return 0
  return targets.reduce((sum, box) => sum + box.y + box.height / 2, 0) / targets.length
}

function widthOf({ name, columns }: TableSection): number {
  const longest = Math.max(
    name.length + 2,
    ...columns.map((column) => column.name.length + column.type.length + 5),
  )
  return Math.round(longest * CHARACTER + 2 * PADDING)
}

function drawBox({ table, x, y, width, height }: Box): Html {
  const rows = table.columns.map((column, at) => {
    const line = y + HEAD + at * ROW + 14
    const kind = column.key ?? 'plain'
    return html`<text class="column ${kind}" x="${x + PADDING}" y="${line}">${column.name}</text><text class="type" x="${x + width - PADDING}" y="${line}" text-anchor="end">${column.type}${column.nullable ? '?' : ''}</text>`
  })
  return html`<a href="#table-${table.name}"><rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/><path class="head" d="M${x} ${y + HEAD - 4}v${10 - HEAD}a6 6 0 0 1 6-6h${width - 12}a6 6 0 0 1 6 6v${HEAD - 10}z"/><text class="name" x="${x + PADDING}" y="${y + 17}">${table.name}</text>${rows}</a>`
}

function edges(box: Box, boxes: readonly Box[]): readonly Html[] {
  return box.table.relationships.flatMap((relationship) => {
    const target = boxes.find(({ table }) => table.name === relationship.table)
    return target === undefined ? [] : [edge(box, target, { relationship, boxes })]
  })
}

interface Point {
  readonly x: number
  readonly y: number
}

/** From the left side of the referring column to the right side of the key it refers to; around the right side within one layer. */
function edge(
  box: Box,
  target: Box,
  {
    relationship,
    boxes,
  }: { readonly relationship: RelationshipSection; readonly boxes: readonly Box[] },
): Html {
  const at = box.table.columns.findIndex(({ name }) => name === relationship.columns.at(-1))
  const isForward = box.layer > target.layer
  const from = { x: isForward ? box.x : box.x + box.width, y: box.y + HEAD + at * ROW + ROW / 2 }
  const to = { x: target.x + target.width, y: target.y + HEAD + ROW / 2 }
  const curve = isForward ? throughGaps(from, to, between(box, target, boxes)) : around(from, to)
  const many = relationship.cardinality === 'many to one'
  return html`<path class="edge" d="${curve}"/>${many ? crowFoot(from, isForward ? -1 : 1) : ''}<circle class="end" cx="${to.x}" cy="${to.y}" r="3"/>`
}

function around(from: Point, to: Point): string {
  const x = Math.max(from.x, to.x) + 36
  return `M${from.x} ${from.y}C${x} ${from.y} ${x} ${to.y} ${to.x} ${to.y}`
}

/** The layers that lie between two boxes, from right to left. */
function between(box: Box, target: Box, boxes: readonly Box[]): readonly (readonly Box[])[] {
  const layers = Array.from({ length: box.layer - target.layer - 1 }, (_, i) => box.layer - 1 - i)
  return layers.map((layer) => boxes.filter((each) => each.layer === layer))
}

/** A curve that passes layers in between where no box stands. */
function throughGaps(from: Point, to: Point, layers: readonly (readonly Box[])[]): string {
  let at = from
  let path = `M${from.x} ${from.y}`
  for (const layer of layers) {
    const left = Math.min(...layer.map(({ x }) => x))
    const right = Math.max(...layer.map(({ x, width }) => x + width))
    const y = gapNear((at.y + to.y) / 2, layer)
    path += `${bend(at, { x: right + 6, y })}H${left - 6}`
    at = { x: left - 6, y }
  }
  return path + bend(at, to)
}

function bend(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2
  return `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`
}

/** The free height closest to the wanted one: above, between or below the boxes of a layer. */
function gapNear(wanted: number, layer: readonly Box[]): number {
  const gaps = layer.flatMap(({ y, height }) => [y - GAP_Y / 2, y + height + GAP_Y / 2])
  return gaps.reduce(
    (best, gap) => (Math.abs(gap - wanted) < Math.abs(best - wanted) ? gap : best),
    gaps[0] ?? wanted,
  )
}

function crowFoot({ x, y }: Point, direction: number): Html {
  const tip = x + direction * 10
  return html`<path class="edge" d="M${tip} ${y}L${x} ${y - 5}M${tip} ${y}L${x} ${y + 5}"/>`
}
