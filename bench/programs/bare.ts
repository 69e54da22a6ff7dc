/** The unit of all ratios: node:http and a `pg` pool, by hand. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isUuid } from '../../src/std/uuid.ts'
import { openArticles } from './articles.ts'
import { isNewArticle } from './new-article.ts'
import { readSetup } from './setup.ts'
import { type Caller, createTokenCheck } from './tokens.ts'

const MAX_BODY_BYTES = 1_000_000

const setup = readSetup()
const checkToken = createTokenCheck(setup)
const articles = openArticles(setup)

const server = createServer((request, response) => {
  answer(request, response).catch(() => send(response, 500, { title: 'Internal error' }))
})
server.keepAliveTimeout = 60_000
server.listen(setup.port, '127.0.0.1')

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const known = checkToken(request.headers.authorization)
  const caller = known instanceof Promise ? await known : known
  if (caller === undefined) return send(response, 401, { title: 'A valid token is needed' })
  const url = request.url ?? ''
  if (request.method === 'POST' && url === '/v1/articles') {
    return await create(request, response, caller)
  }
  if (request.method !== 'GET') return send(response, 405, { title: 'Method not allowed' })
  if (url.startsWith('/v1/articles/')) return await readOne(url.slice(13), response, caller)
  if (url.startsWith('/v1/articles?')) return await readMany(url.slice(13), response, caller)
  return send(response, 404, { title: 'Not found' })
}

async function readOne(id: string, response: ServerResponse, caller: Caller): Promise<void> {
  const row = isUuid(id) ? await articles.one(id, caller) : undefined
  if (row === undefined) return send(response, 404, { title: 'Not found' })
  return send(response, 200, row)
}

async function readMany(query: string, response: ServerResponse, caller: Caller): Promise<void> {
  const parameters = new URLSearchParams(query)
  const after = parameters.get('after') ?? undefined
  const author = parameters.get('author')
  if (author === null) return send(response, 200, await articles.feed(after, caller))
  if (!isUuid(author)) return send(response, 400, { title: 'author is not a UUID' })
  return send(response, 200, await articles.ofAuthor(author, after, caller))
}

async function create(
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const article = parse(await bodyOf(request))
  if (!isNewArticle(article)) return send(response, 422, { title: 'No valid article' })
  return send(response, 201, await articles.create(article, caller))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw new Error('The body is too large')
  }
  return Buffer.concat(chunks).toString()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}
