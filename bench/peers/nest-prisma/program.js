/** NestJS on Fastify with Prisma and its driver adapter, as their documentation sets them up. */
import 'reflect-metadata'
import { hash } from 'node:crypto'
import { Module, UnauthorizedException } from '@nestjs/common'
import { APP_GUARD, NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@prisma/client'
import { createTokenCheck } from '../../programs/tokens.ts'
import { ArticlesController } from './articles.controller.js'
import { ArticlesService, PRISMA } from './articles.service.js'
import { decorateClass } from './decorate.js'

const setup = JSON.parse(process.argv[2])
const checkToken = createTokenCheck(setup)

const guard = {
  async canActivate(context) {
    const request = context.switchToHttp().getRequest()
    const known = checkToken(request.headers.authorization)
    request.caller = known instanceof Promise ? await known : known
    if (request.caller === undefined) throw new UnauthorizedException()
    return true
  },
}

// The adapter reads times as UTC whatever the session says.
const adapter = new PrismaPg(
  { connectionString: setup.databaseUrl, max: setup.poolSize, options: '-c timezone=UTC' },
  // Without names PostgreSQL would parse every statement anew.
  { statementNameGenerator: ({ sql }) => hash('sha1', sql) },
)
const prisma = new PrismaClient({ adapter })

class AppModule {}

decorateClass(
  AppModule,
  Module({
    controllers: [ArticlesController],
    providers: [
      ArticlesService,
      { provide: PRISMA, useValue: prisma },
      { provide: APP_GUARD, useValue: guard },
    ],
  }),
)

const app = await NestFactory.create(AppModule, new FastifyAdapter({ keepAliveTimeout: 60_000 }), {
  logger: ['error'],
})
await app.listen(setup.port, '127.0.0.1')
