import type { Model } from '../src/compile/model.ts'
import {
  ACTOR,
  all,
  any,
  byActor,
  everyone,
  field,
  is,
  listOf,
  model,
  readable,
  reference,
  resource,
  role,
  rowPath,
  scale,
  signedIn,
  some,
  value,
} from './models.ts'

/** The model of examples/sharing, by hand. */
export const sharing: Model = model(
  [
    resource('user', {
      fields: [
        field('handle', {
          type: { kind: 'text', min: 3, max: 30, pattern: '^[a-z0-9_]+$' },
          unique: true,
        }),
        field('displayName', { type: { kind: 'text', min: 1, max: 80 } }),
        field('bio', { type: { kind: 'text', max: 500 }, nullable: true }),
        field('email', {
          type: { kind: 'text', max: 254 },
          unique: true,
          private: true,
          readable: any(is('', ACTOR), role('admin')),
        }),
        field('role', {
          type: { kind: 'oneOf', values: ['member', 'moderator', 'admin'] },
          default: 'member',
          serverOnly: true,
        }),
      ],
      rules: { read: everyone, update: is('', ACTOR), delete: any(is('', ACTOR), role('admin')) },
      list: listOf(['handle'], ['handle']),
      computed: [
        {
          kind: 'count',
          name: 'followers',
          resource: 'follow',
          variable: 1,
          where: is('followee', rowPath(''), 1),
        },
      ],
      scale: scale(2_000_000, { readsPerSecond: 500 }),
    }),
    resource('follow', {
      fields: [byActor('follower'), reference('followee', 'user', { immutable: true })],
      rules: { read: everyone, create: signedIn, delete: is('follower', ACTOR) },
      list: listOf(['follower', 'followee'], ['-createdAt']),
      unique: [['follower', 'followee']],
      limits: [{ operation: 'create', count: 60, windowSeconds: 60 }],
      scale: scale(80_000_000, { writesPerSecond: 100, largestGroup: 1_000_000 }),
    }),
    resource('share', {
      fields: [
        byActor('owner'),
        field('url', { type: { kind: 'url', max: 2048 } }),
        field('title', { type: { kind: 'text', min: 1, max: 200 }, searchable: true }),
        field('note', { type: { kind: 'text', max: 2000 }, nullable: true, searchable: true }),
        field('visibility', {
          type: { kind: 'oneOf', values: ['public', 'followers', 'private'] },
          default: 'private',
        }),
        field('publishedAt', { type: { kind: 'timestamp' }, nullable: true, serverOnly: true }),
      ],
      rules: {
        read: any(
          is('owner', ACTOR),
          role('moderator'),
          is('visibility', value('public')),
          all(
            is('visibility', value('followers')),
            some('follow', all(is('follower', ACTOR, 1), is('followee', rowPath('owner'), 1))),
          ),
        ),
        create: signedIn,
        update: is('owner', ACTOR),
        delete: any(is('owner', ACTOR), role('moderator')),
      },
      list: listOf(['owner', 'visibility'], ['-createdAt', '-publishedAt'], ['title', 'note']),
      computed: [
        {
          kind: 'count',
          name: 'likes',
          resource: 'like',
          variable: 1,
          where: is('share', rowPath(''), 1),
        },
        {
          kind: 'exists',
          name: 'likedByMe',
          resource: 'like',
          variable: 1,
          where: all(is('share', rowPath(''), 1), is('user', ACTOR, 1)),
        },
      ],
      limits: [{ operation: 'create', count: 30, windowSeconds: 60 }],
      scale: scale(50_000_000, { readsPerSecond: 2000, writesPerSecond: 50, largestGroup: 20_000 }),
    }),
    resource('like', {
      fields: [reference('share', 'share', { immutable: true }), byActor('user')],
      rules: { read: readable('share'), create: signedIn, delete: is('user', ACTOR) },
      list: listOf(['share', 'user'], ['-createdAt']),
      unique: [['share', 'user']],
      scale: scale(500_000_000, { writesPerSecond: 300, largestGroup: 1_000_000 }),
    }),
    resource('comment', {
      fields: [
        reference('share', 'share', { immutable: true }),
        byActor('author'),
        field('body', { type: { kind: 'text', min: 1, max: 2000 } }),
      ],
      rules: {
        read: readable('share'),
        create: signedIn,
        update: is('author', ACTOR),
        delete: any(is('author', ACTOR), role('moderator'), is('share.owner', ACTOR)),
      },
      list: listOf(['share', 'author'], ['-createdAt']),
      limits: [{ operation: 'create', count: 60, windowSeconds: 60 }],
      scale: scale(200_000_000, { writesPerSecond: 100, largestGroup: 100_000 }),
    }),
    resource('collection', {
      fields: [
        byActor('owner'),
        field('name', { type: { kind: 'text', min: 1, max: 80 } }),
        field('listed', { type: { kind: 'oneOf', values: ['yes', 'no'] }, default: 'no' }),
      ],
      rules: {
        read: any(is('owner', ACTOR), role('moderator'), is('listed', value('yes'))),
        create: signedIn,
        update: is('owner', ACTOR),
        delete: any(is('owner', ACTOR), role('moderator')),
      },
      list: listOf(['owner', 'listed'], ['-createdAt', 'name']),
      computed: [
        {
          kind: 'count',
          name: 'items',
          resource: 'collectionItem',
          variable: 1,
          where: is('collection', rowPath(''), 1),
        },
      ],
      scale: scale(5_000_000, { largestGroup: 1000 }),
    }),
    resource('collectionItem', {
      fields: [
        reference('collection', 'collection', { immutable: true }),
        reference('share', 'share', { immutable: true }),
        field('position', { type: { kind: 'text', max: 40 } }),
      ],
      rules: {
        read: all(readable('collection'), readable('share')),
        create: is('collection.owner', ACTOR),
        update: is('collection.owner', ACTOR),
        delete: is('collection.owner', ACTOR),
      },
      list: listOf(['collection', 'share'], ['position']),
      unique: [['collection', 'share']],
      scale: scale(100_000_000, { largestGroup: 10_000 }),
    }),
  ],
  { name: 'sharing' },
)
