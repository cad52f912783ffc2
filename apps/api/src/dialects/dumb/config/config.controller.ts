import { Body, Controller, Inject, Query } from '@nestjs/common';
import { documentSchema, entrySchema, findEntry, maskEntry, maskSecrets } from '@showrunner/config';
import {
  ConfigQuery,
  ConfigUpdateAnswer,
  ConfigUpdateBody,
  type JsonObject,
  OpenObject,
  Problem,
  ProcessNameBody,
} from '@showrunner/contracts';
import { Route } from '../../../http/routes/endpoint.ts';
import { Caller, type Principal } from '../../../http/guards/principal.ts';
import { type Parts, PARTS } from '../../../parts.ts';
import { editEntry, mergeIntoDocument } from './edit-document.ts';

const tag = 'Configuration';

/** The stack document: read with secrets masked, changed by the one road. */
@Controller()
export class ConfigController {
  private readonly parts: Parts;
  private readonly masked: () => JsonObject;

  constructor(@Inject(PARTS) parts: Parts) {
    this.parts = parts;
    const { stack, reader } = parts;
    this.masked = reader.memo(() => maskSecrets(stack.document().effective, stack.catalog));
  }

  @Route({
    method: 'GET',
    path: '/config',
    role: 'viewer',
    tag,
    summary: 'The whole document, or the block of one process',
    query: ConfigQuery,
    response: OpenObject,
    errors: { 404: 'There is no such process' },
  })
  read(@Query() { process_name: name }: ConfigQuery): JsonObject {
    if (name === undefined || name === '') return this.masked();
    const { stack } = this.parts;
    const entry = findEntry(stack.document().effective, stack.catalog, name);
    if (entry === undefined) throw new Problem('process.unknown', 'Service not found');
    return maskEntry(entry.config, stack.catalog, entry.serviceKey);
  }

  @Route({
    method: 'POST',
    path: '/config',
    role: 'admin',
    tag,
    summary: 'Change the block of one process, or merge into the whole document',
    body: ConfigUpdateBody,
    response: ConfigUpdateAnswer,
    errors: {
      400: 'A key or value is not valid; nothing was changed',
      404: 'There is no such process',
      409: 'Another operation works on it',
    },
  })
  async update(@Body() body: ConfigUpdateBody, @Caller() caller: Principal): Promise<ConfigUpdateAnswer> {
    const updates = body.updates as JsonObject; // parsed JSON
    const name = body.process_name ?? '';
    if (name === '') {
      const { catalog } = this.parts.stack;
      await this.save((document) => mergeIntoDocument(document, catalog, updates), caller);
      return { status: 'global config updated', keys: Object.keys(updates) };
    }
    const edit = this.entryEdit(name, updates);
    if (body.persist === true) await this.save(edit, caller);
    // There is one document, the saved one: what is not to be saved is checked, and the answer says so.
    else edit(this.parts.stack.document());
    const status = body.persist === true ? 'service config updated' : 'service config is valid; it was not saved';
    return { status, process_name: name, persisted: body.persist === true };
  }

  @Route({
    method: 'GET',
    path: '/config/schema',
    role: 'viewer',
    tag,
    summary: 'JSON Schema of the document',
    response: OpenObject,
  })
  documentSchema(): JsonObject {
    return documentSchema(this.parts.stack.catalog);
  }

  @Route({
    method: 'POST',
    path: '/config/process-config/schema',
    changes: false,
    role: 'viewer',
    tag,
    summary: 'JSON Schema of the block of one process',
    body: ProcessNameBody,
    response: OpenObject,
    errors: { 404: 'There is no such process' },
  })
  processSchema(@Body() { process_name: name }: ProcessNameBody): JsonObject {
    const { stack } = this.parts;
    const entry = findEntry(stack.document().effective, stack.catalog, name);
    if (entry === undefined) throw new Problem('process.unknown', `process_name '${name}' not found`);
    return entrySchema(stack.catalog, entry.serviceKey);
  }

  private entryEdit(name: string, updates: JsonObject) {
    const { stack } = this.parts;
    return (document: ReturnType<typeof stack.document>): JsonObject => {
      const entry = findEntry(document.stored, stack.catalog, name);
      if (entry === undefined) throw new Problem('process.unknown', 'Service not found.');
      return editEntry(document, stack.catalog, entry, updates);
    };
  }

  /** What touches nothing that runs is simply saved; everything else becomes an operation. */
  private async save(
    edit: (document: ReturnType<Parts['stack']['document']>) => JsonObject,
    caller: Principal,
  ): Promise<void> {
    const { stack } = this.parts;
    const before = stack.document();
    const change = { kind: 'edit', document: edit(before), basedOn: before.revision } as const;
    const plan = await stack.preview(change);
    if (plan.steps.every(({ kind }) => kind === 'save-document')) {
      await stack.updateDocument((stored) => edit({ ...stack.document(), stored }));
      return;
    }
    const operation = await stack.run(change, caller.name);
    const saving = operation.steps.find(({ kind }) => kind === 'save-document');
    if (saving?.state === 'failed' || operation.state === 'failed') {
      throw new Problem('file.unwritable', operation.problem?.message ?? 'The document could not be saved.');
    }
  }
}
