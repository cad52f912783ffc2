import { Body, Controller, Inject } from '@nestjs/common';
import { documentSchema, maskSecrets, restoreSecrets, validateDocument } from '@showrunner/config';
import {
  DocumentAnswer,
  DocumentCheckAnswer,
  DocumentCheckBody,
  type Issue,
  type JsonObject,
  Problem,
} from '@showrunner/contracts';
import { Route } from '../../http/routes/endpoint.ts';
import { type Parts, PARTS } from '../../parts.ts';

/** The stack document as text to be edited. */
@Controller()
export class DocumentController {
  private readonly parts: Parts;
  private readonly view: () => DocumentAnswer;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
    const { stack, reader } = parts;
    this.view = reader.memo(() => {
      const { stored, revision, overridden, warnings } = stack.document();
      const document = maskSecrets(stored, stack.catalog);
      return {
        document,
        revision,
        overridden: [...overridden],
        schema: documentSchema(stack.catalog),
        warnings: [...warnings],
      };
    });
  }

  @Route({
    method: 'GET',
    path: '/api/native/document',
    role: 'viewer',
    tag: 'Showrunner',
    summary: 'The stored document, secrets masked',
    response: DocumentAnswer,
  })
  read(): DocumentAnswer {
    return this.view();
  }

  @Route({
    method: 'POST',
    path: '/api/native/document/check',
    changes: false,
    role: 'viewer',
    tag: 'Showrunner',
    summary: 'Whether a document is valid; nothing is saved',
    body: DocumentCheckBody,
    response: DocumentCheckAnswer,
  })
  check(@Body() body: DocumentCheckBody) {
    const { stack } = this.parts;
    const document = body.document as JsonObject; // parsed JSON
    try {
      const restored = restoreSecrets(document, stack.document().stored, stack.catalog);
      return { issues: validateDocument(restored, stack.catalog).map(toPlain) };
    } catch (error) {
      if (error instanceof Problem && error.issues.length > 0) return { issues: error.issues.map(toPlain) };
      throw error;
    }
  }
}

function toPlain(issue: Issue) {
  return { ...issue, path: [...issue.path] };
}
