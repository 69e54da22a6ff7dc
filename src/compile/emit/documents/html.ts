/** A piece of HTML. What is put into one as text is escaped, so no name of a blueprint becomes markup. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Slot = string | number | Html | readonly Html[]

/** HTML as a template: texts are escaped, pieces are taken as they are. */
export function html(strings: TemplateStringsArray, ...slots: readonly Slot[]): Html {
  return new Html(
    strings.reduce((text, literal, i) => text + rendered(slots[i - 1] ?? '') + literal),
  )
}

function rendered(slot: Slot): string {
  if (slot instanceof Html) return slot.text
  if (typeof slot === 'object') return slot.map(({ text }) => text).join('')
  return String(slot).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
