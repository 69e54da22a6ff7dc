/** The same questions behind Fastify, with its schemas and its serializer, by hand. */
import Fastify, { type FastifyRequest } from 'fastify'
import { isUuid } from '../../src/std/uuid.ts'
import { type NewArticle, openArticles } from './articles.ts'
import { readSetup } from './setup.ts'
import { type Caller, createTokenCheck } from './tokens.ts'

const setup = readSetup()
const checkToken = createTokenCheck(setup)
const articles = openArticles(setup)

const TEXT = { type: 'string' } as const
const ROW = { id: TEXT, createdAt: TEXT, updatedAt: TEXT, version: { type: 'integer' } } as const
const OWN = { title: TEXT, body: TEXT, status: TEXT } as const
const ARTICLE = { type: 'object', properties: { ...ROW, author: TEXT, ...OWN } } as const
const AUTHOR = {
  type: 'object',
  properties: { ...ROW, handle: TEXT, displayName: TEXT, role: TEXT },
} as const
const COMMENT = {
  type: 'object',
  properties: { ...ROW, article: TEXT, author: TEXT, body: TEXT },
} as const
const FEED_ARTICLE = {
  type: 'object',
  properties: { ...ROW, author: AUTHOR, ...OWN, comments: { type: 'array', items: COMMENT } },
} as const
const NEW_ARTICLE = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'body', 'status'],
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 200 },
    body: { type: 'string', minLength: 1, maxLength: 5000 },
    status: { type: 'string', enum: ['draft', 'published'] },
  },
} as const

function pageOf(items: object): Record<string, unknown> {
  const next = { type: ['string', 'null'] }
  const page = { type: 'object', properties: { next } }
  return { type: 'object', properties: { data: { type: 'array', items }, page } }
}

const fastify = Fastify({
  logger: false,
  keepAliveTimeout: 60_000,
  ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
})
const callers = new WeakMap<FastifyRequest, Caller>()

function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request)
  if (caller === undefined) throw new Error('The token was not checked')
  return caller
}

fastify.addHook('onRequest', async (request, reply) => {
  const known = checkToken(request.headers.authorization)
  const caller = known instanceof Promise ? await known : known
  if (caller === undefined) return await reply.code(401).send({ title: 'A valid token is needed' })
  callers.set(request, caller)
  return undefined
})

fastify.get<{ Params: { id: string } }>(
  '/v1/articles/:id',
  { schema: { response: { 200: ARTICLE } } },
  async (request, reply) => {
    const { id } = request.params
    const row = isUuid(id) ? await articles.one(id, callerOf(request)) : undefined
    return row ?? (await reply.code(404).send({ title: 'Not found' }))
  },
)

/** One path has two shapes of answer: each has its own compiled serializer. */
const listSchema = pageOf(ARTICLE)
const feedSchema = pageOf(FEED_ARTICLE)

fastify.get<{ Querystring: { author?: string; after?: string } }>(
  '/v1/articles',
  async (request, reply) => {
    const { author, after } = request.query
    const page =
      author === undefined
        ? await articles.feed(after, callerOf(request))
        : await articles.ofAuthor(author, after, callerOf(request))
    const schema = author === undefined ? feedSchema : listSchema
    return await reply
      .type('application/json')
      .serializer(reply.compileSerializationSchema(schema))
      .send(page)
  },
)

fastify.post<{ Body: NewArticle }>(
  '/v1/articles',
  { schema: { body: NEW_ARTICLE, response: { 201: ARTICLE } } },
  async (request, reply) =>
    await reply.code(201).send(await articles.create(request.body, callerOf(request))),
)

await fastify.listen({ port: setup.port, host: '127.0.0.1' })
