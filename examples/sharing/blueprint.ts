import { oauth, oidc, oneOf, password, ref, schema, text, timestamp, url } from 'backend-architect'

/** A small social sharing backend: people follow each other and share links, to everyone, to followers, or to nobody. */
const s = schema({
  identity: 'user',
  resources: {
    user: {
      handle: text().min(3).max(30).pattern('^[a-z0-9_]+$').unique(),
      displayName: text().min(1).max(80),
      bio: text().max(500).optional(),
      email: text().max(254).unique().private(),
      role: oneOf('member', 'moderator', 'admin').default('member').serverOnly(),
    },
    follow: {
      follower: ref('user').setBy('actor').onDelete('cascade'),
      followee: ref('user').immutable().onDelete('cascade'),
    },
    share: {
      owner: ref('user').setBy('actor').onDelete('cascade'),
      url: url(),
      title: text().min(1).max(200).searchable(),
      note: text().max(2000).optional().searchable(),
      visibility: oneOf('public', 'followers', 'private').default('private'),
      publishedAt: timestamp().optional().serverOnly(),
    },
    like: {
      share: ref('share').immutable().onDelete('cascade'),
      user: ref('user').setBy('actor').onDelete('cascade'),
    },
    comment: {
      share: ref('share').immutable().onDelete('cascade'),
      author: ref('user').setBy('actor').onDelete('cascade'),
      body: text().min(1).max(2000),
    },
    collection: {
      owner: ref('user').setBy('actor').onDelete('cascade'),
      name: text().min(1).max(80),
      listed: oneOf('yes', 'no').default('no'),
    },
    collectionItem: {
      collection: ref('collection').immutable().onDelete('cascade'),
      share: ref('share').immutable().onDelete('cascade'),
      position: text().max(40),
    },
  },
})

export const user = s.resource.user(({ row, actor, any, role, everyone, count }) => ({
  scale: { rows: 2_000_000, reads: '500/s' },
  // No `create`: signing up is the only door.
  allow: { read: everyone, update: row.is(actor), delete: any(row.is(actor), role('admin')) },
  readable: { email: any(row.is(actor), role('admin')) },
  list: { filter: ['handle'], sort: ['handle'] },
  computed: { followers: count('follow', (follow) => follow.followee.is(row)) },
}))

export const follow = s.resource.follow(({ row, actor, everyone, signedIn }) => ({
  scale: { rows: 80_000_000, writes: '100/s', largestGroup: 1_000_000 },
  allow: { read: everyone, create: signedIn, delete: row.follower.is(actor) },
  list: { filter: ['follower', 'followee'], sort: ['-createdAt'] },
  unique: [['follower', 'followee']],
  limits: { create: '60/min' },
}))

export const share = s.resource.share(
  ({ row, actor, any, all, role, signedIn, exists, count }) => ({
    scale: { rows: 50_000_000, reads: '2000/s', writes: '50/s', largestGroup: 20_000 },
    allow: {
      read: any(
        row.owner.is(actor),
        role('moderator'),
        row.visibility.is('public'),
        all(
          row.visibility.is('followers'),
          exists('follow', (follow) =>
            all(follow.follower.is(actor), follow.followee.is(row.owner)),
          ),
        ),
      ),
      create: signedIn,
      update: row.owner.is(actor),
      delete: any(row.owner.is(actor), role('moderator')),
    },
    list: {
      filter: ['owner', 'visibility'],
      sort: ['-createdAt', '-publishedAt'],
      search: ['title', 'note'],
    },
    computed: {
      likes: count('like', (like) => like.share.is(row)),
      likedByMe: exists('like', (like) => all(like.share.is(row), like.user.is(actor))),
    },
    limits: { create: '30/min' },
  }),
)

export const like = s.resource.like(({ row, actor, signedIn, readable }) => ({
  scale: { rows: 500_000_000, writes: '300/s', largestGroup: 1_000_000 },
  allow: { read: readable(row.share), create: signedIn, delete: row.user.is(actor) },
  list: { filter: ['share', 'user'], sort: ['-createdAt'] },
  unique: [['share', 'user']],
}))

export const comment = s.resource.comment(({ row, actor, any, role, signedIn, readable }) => ({
  scale: { rows: 200_000_000, writes: '100/s', largestGroup: 100_000 },
  allow: {
    read: readable(row.share),
    create: signedIn,
    update: row.author.is(actor),
    delete: any(row.author.is(actor), role('moderator'), row.share.owner.is(actor)),
  },
  list: { filter: ['share', 'author'], sort: ['-createdAt'] },
  limits: { create: '60/min' },
}))

export const collection = s.resource.collection(({ row, actor, any, role, signedIn, count }) => ({
  scale: { rows: 5_000_000, largestGroup: 1000 },
  allow: {
    read: any(row.owner.is(actor), role('moderator'), row.listed.is('yes')),
    create: signedIn,
    update: row.owner.is(actor),
    delete: any(row.owner.is(actor), role('moderator')),
  },
  list: { filter: ['owner', 'listed'], sort: ['-createdAt', 'name'] },
  computed: { items: count('collectionItem', (item) => item.collection.is(row)) },
}))

export const collectionItem = s.resource.collectionItem(({ row, actor, all, readable }) => ({
  scale: { rows: 100_000_000, largestGroup: 10_000 },
  allow: {
    read: all(readable(row.collection), readable(row.share)),
    create: row.collection.owner.is(actor),
    update: row.collection.owner.is(actor),
    delete: row.collection.owner.is(actor),
  },
  list: { filter: ['collection', 'share'], sort: ['position'] },
  unique: [['collection', 'share']],
}))

export default s.backend({
  name: 'sharing',
  parts: [user, follow, share, like, comment, collection, collectionItem],
  auth: {
    login: [password(), oidc('google'), oauth('github')],
    signUp: 'open',
    sessions: 'both',
    mfa: 'optional',
    origins: [],
  },
  targets: { read: { p99: '100ms' }, query: { max: '50ms' }, availability: 0.999 },
})
