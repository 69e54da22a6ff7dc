/** The REST surface that the other programs have. */
import {
  Body,
  Controller,
  createParamDecorator,
  Get,
  Inject,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  UnprocessableEntityException,
} from '@nestjs/common'
import { isNewArticle } from '../../programs/new-article.ts'
import { ArticlesService } from './articles.service.js'
import { decorateClass, decorateMethod } from './decorate.js'

export class ArticlesController {
  constructor(articles) {
    this.articles = articles
  }

  async one(id, caller) {
    const row = await this.articles.one(id, caller)
    if (row === undefined) throw new NotFoundException()
    return row
  }

  many(author, after, caller) {
    if (author === undefined) return this.articles.feed(after, caller)
    return this.articles.ofAuthor(author, after, caller)
  }

  create(article, caller) {
    return this.articles.create(article, caller)
  }
}

/** The caller whom the guard found. */
const Caller = createParamDecorator((_data, context) => context.switchToHttp().getRequest().caller)

const newArticle = {
  transform(value) {
    if (!isNewArticle(value)) throw new UnprocessableEntityException()
    return value
  },
}

const uuid = new ParseUUIDPipe()
const optionalUuid = new ParseUUIDPipe({ optional: true })

decorateMethod(ArticlesController, 'one', {
  method: [Get(':id')],
  parameters: [Param('id', uuid), Caller()],
})
decorateMethod(ArticlesController, 'many', {
  method: [Get()],
  parameters: [Query('author', optionalUuid), Query('after', optionalUuid), Caller()],
})
decorateMethod(ArticlesController, 'create', {
  method: [Post()],
  parameters: [Body(newArticle), Caller()],
})
decorateClass(ArticlesController, Controller('v1/articles'), (target) =>
  Inject(ArticlesService)(target, undefined, 0),
)
