import { boolean, oneOf, ref, schema, text } from '../../blueprint/blueprint.ts'
import type { Blueprint } from '../../blueprint/definition.ts'
import type { Reference } from '../../blueprint/field.ts'
import { ruleTables } from '../finding-rule.contract.ts'
import { trustedFieldWritable } from './trusted-field-writable.ts'

const auth = { login: [], signUp: 'open', sessions: 'both', mfa: 'optional', origins: [] } as const

/** A note that its owner may change; how the owner is written is what differs. */
function notes(
  owner: Reference<'user', false, boolean, boolean>,
  update: 'owner' | 'signedIn' = 'owner',
): Blueprint {
  const s = schema({
    identity: 'user',
    resources: { user: { name: text() }, note: { owner, text: text() } },
  })
  const note = s.resource.note(({ row, actor, signedIn }) => ({
    scale: { rows: 1 },
    allow: {
      read: row.owner.is(actor),
      create: signedIn,
      update: update === 'owner' ? row.owner.is(actor) : signedIn,
    },
  }))
  return s.backend({ name: 'notes', parts: [note], auth })
}

/** Owners assign notes to others, who may then read them. */
function assigned(owner: Reference<'user', false, boolean, boolean>): Blueprint {
  const s = schema({
    identity: 'user',
    resources: {
      user: { name: text() },
      note: { owner, assignee: ref('user').onDelete('cascade') },
    },
  })
  const note = s.resource.note(({ row, actor, any, signedIn }) => ({
    scale: { rows: 1 },
    allow: {
      read: any(row.owner.is(actor), row.assignee.is(actor)),
      create: signedIn,
      update: row.owner.is(actor),
    },
  }))
  return s.backend({ name: 'notes', parts: [note], auth })
}

/** A team whose members are named by its owner, or by anybody. */
function members(create: 'owner' | 'signedIn'): Blueprint {
  const s = schema({
    identity: 'user',
    resources: {
      user: { name: text() },
      team: { owner: ref('user').setBy('actor').onDelete('cascade') },
      member: {
        team: ref('team').immutable().onDelete('cascade'),
        user: ref('user').immutable().onDelete('cascade'),
      },
    },
  })
  const team = s.resource.team(({ row, actor, all, exists, signedIn }) => ({
    scale: { rows: 1 },
    allow: {
      read: exists('member', (one) => all(one.team.is(row), one.user.is(actor))),
      create: signedIn,
    },
  }))
  const member = s.resource.member(({ row, actor, everyone, signedIn }) => ({
    scale: { rows: 1 },
    allow: { read: everyone, create: create === 'owner' ? row.team.owner.is(actor) : signedIn },
  }))
  return s.backend({ name: 'teams', parts: [team, member], auth })
}

function identity(closed: boolean): Blueprint {
  const role = oneOf('member', 'admin').default('member')
  const verified = boolean().default(false)
  const s = schema({
    identity: 'user',
    resources: {
      user: {
        role: closed ? role.serverOnly() : role,
        verified: closed ? verified.serverOnly() : verified,
      },
    },
  })
  const user = s.resource.user(({ row, actor, all }) => ({
    scale: { rows: 1 },
    allow: { read: all(row.is(actor), actor.verified.is(true)), update: row.is(actor) },
  }))
  return s.backend({ name: 'people', parts: [user], auth })
}

const plain = ref('user').onDelete('cascade')

ruleTables(trustedFieldWritable, {
  silentOn: {
    'an owner that the server writes': notes(plain.setBy('actor')),
    'an owner that only server code writes': notes(plain.serverOnly()),
    'somebody whom the recorded owner names': assigned(plain.setBy('actor')),
    'members whom the owner of the team names': members('owner'),
    'roles that only the server writes': identity(true),
  },
  reports: {
    'an owner that the client names': [notes(plain), 'A client can write note.owner'],
    'an owner that whoever creates names, once': [
      notes(plain.immutable()),
      'A client can write note.owner',
    ],
    'an owner that anybody may take over': [
      notes(plain, 'signedIn'),
      'A client can write note.owner',
    ],
    'somebody named by an owner who is not recorded': [
      assigned(plain),
      'note.owner',
      'note.assignee',
    ],
    'members who name themselves': [members('signedIn'), 'A client can write member.user'],
    'a role and a mark that people give themselves': [
      identity(false),
      'user.role',
      'user.verified',
    ],
  },
})
