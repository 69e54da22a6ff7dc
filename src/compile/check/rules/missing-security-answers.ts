import type { AuthDefinition } from '../../blueprint/definition.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'

/** A question about security that the author has not answered. None of them has a default. */
export const missingSecurityAnswers: FindingRule = {
  id: 'missing-security-answers',
  severity: 'error',
  summary: 'A question about security has no answer.',
  run: ({ blueprint }) => {
    if (blueprint.auth !== undefined)
      return [...missing(blueprint.auth), ...badOrigins(blueprint.auth)]
    return [
      {
        message: 'The blueprint does not say who may log in, sign up and call from where',
        help: `Add auth: { ${QUESTIONS.map(({ answer }) => answer).join(', ')} } to s.backend(...).`,
        place: blueprint.place,
      },
    ]
  },
}

interface Question {
  readonly name: 'login' | 'signUp' | 'sessions' | 'mfa' | 'origins'
  readonly asks: string
  readonly answer: string
  isAnswered(auth: AuthDefinition): boolean
}

const among =
  (words: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === 'string' && words.includes(value)

const QUESTIONS: readonly Question[] = [
  {
    name: 'login',
    asks: 'how people log in',
    answer: 'login: [password()]',
    isAnswered: ({ login }) => login.length > 0,
  },
  {
    name: 'signUp',
    asks: 'who may sign up',
    answer: "signUp: 'open' | 'invited' | 'closed'",
    isAnswered: ({ signUp }) => among(['open', 'invited', 'closed'])(signUp),
  },
  {
    name: 'sessions',
    asks: 'whether browsers get cookies, tokens or both',
    answer: "sessions: 'cookie' | 'token' | 'both'",
    isAnswered: ({ sessions }) => among(['cookie', 'token', 'both'])(sessions),
  },
  {
    name: 'mfa',
    asks: 'who needs a second factor',
    answer: "mfa: 'optional' | 'required' | { requiredFor: [role] }",
    isAnswered: ({ mfa }) =>
      among(['optional', 'required'])(mfa) ||
      (typeof mfa === 'object' && Array.isArray(mfa?.requiredFor)),
  },
  {
    name: 'origins',
    asks: 'which browser origins may call',
    answer: 'origins: []',
    isAnswered: ({ origins }) => Array.isArray(origins),
  },
]

function missing(auth: AuthDefinition): readonly Remark[] {
  return QUESTIONS.filter((question) => !question.isAnswered(auth)).map(
    ({ name, asks, answer }) => ({
      message: `auth does not say ${asks}`,
      help: `Answer it: ${answer}.`,
      place: placeIn(auth.place, name),
    }),
  )
}

function badOrigins(auth: AuthDefinition): readonly Remark[] {
  if (!Array.isArray(auth.origins)) return []
  return auth.origins
    .map(String)
    .filter((origin) => !isOrigin(origin))
    .map((origin) => ({
      message: `${origin} is no browser origin: it would match nothing, or everything`,
      help: "Name scheme, host and port as a browser sends them: 'https://app.example.com'.",
      place: placeIn(auth.place, 'origins', origin),
    }))
}

/** @see https://www.rfc-editor.org/rfc/rfc6454#section-7 */
function isOrigin(text: string): boolean {
  return (
    URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
  )
}
