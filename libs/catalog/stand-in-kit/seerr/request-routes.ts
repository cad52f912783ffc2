import { can, userOf, type Call, type Route } from './context.ts';
import { type MediaRequest, Permission, Refusal, RequestStatus } from './model.ts';
import { countRequests, listRequests, showRequest, viewers } from './request-list.ts';
import { createRequest, removeRequest, type RequestBody, setStatus, updateRequest } from './requests.ts';
import type { Schema } from './validate.ts';

const number: Schema = { type: 'number' };
const nullableNumber: Schema = { type: 'number', nullable: true };
const seasonList: Schema = { type: 'array', items: { type: 'number', minimum: 0 } };
const filters = [
  'all',
  'approved',
  'available',
  'pending',
  'processing',
  'unavailable',
  'failed',
  'deleted',
  'completed',
] as const;

const changeable: Readonly<Record<string, Schema>> = {
  mediaType: { type: 'string', enum: ['movie', 'tv'] },
  is4k: { type: 'boolean' },
  serverId: number,
  profileId: number,
  rootFolder: { type: 'string' },
  languageProfileId: number,
  userId: nullableNumber,
};

const creation: Schema = {
  type: 'object',
  properties: {
    ...changeable,
    mediaId: number,
    tvdbId: number,
    seasons: { oneOf: [seasonList, { type: 'string', enum: ['all'] }] },
  },
  required: ['mediaType', 'mediaId'],
};

const listQuery: Readonly<Record<string, Schema>> = {
  take: nullableNumber,
  skip: nullableNumber,
  filter: { type: 'string', nullable: true, enum: filters },
  sort: { type: 'string', enum: ['added', 'modified'] },
  sortDirection: { type: 'string', nullable: true, enum: ['asc', 'desc'] },
  requestedBy: nullableNumber,
  mediaType: { type: 'string', nullable: true, enum: ['movie', 'tv', 'all'] },
};

const requestId = { requestId: { type: 'string' } } as const;

export const requestRoutes: readonly Route[] = [
  { method: 'GET', path: '/request', access: [], query: listQuery, handle: listRequests },
  {
    method: 'POST',
    path: '/request',
    access: [],
    body: creation,
    handle: async (call) => {
      const { seerr } = call;
      const request = createRequest(seerr.data, seerr.settings.value, call.body as RequestBody, userOf(call)); // Validated.
      await seerr.save();
      return { status: 201, body: showRequest(call, request) };
    },
  },
  { method: 'GET', path: '/request/count', access: [], handle: (call) => ({ body: countRequests(call) }) },
  {
    method: 'GET',
    path: '/request/:requestId',
    access: [],
    params: requestId,
    handle: (call) => {
      const request = find(call);
      if (request.requestedById !== userOf(call).id && !can(call, viewers, 'or'))
        throw new Refusal(403, 'You do not have permission to view this request.');
      return { body: showRequest(call, request) };
    },
  },
  {
    method: 'PUT',
    path: '/request/:requestId',
    access: [],
    params: requestId,
    body: { type: 'object', properties: { ...changeable, seasons: seasonList }, required: ['mediaType'] },
    handle: async (call) => {
      const request = find(call);
      updateRequest(call.seerr.data, request, call.body as Partial<RequestBody>, userOf(call)); // Validated.
      await call.seerr.save();
      return { body: showRequest(call, request) };
    },
  },
  {
    method: 'DELETE',
    path: '/request/:requestId',
    access: [],
    params: requestId,
    handle: async (call) => {
      const request = find(call);
      const isOwn = request.requestedById === userOf(call).id;
      if (!can(call, [Permission.MANAGE_REQUESTS]) && !isOwn && request.status !== RequestStatus.PENDING)
        throw new Refusal(401, 'You do not have permission to delete this request.');
      removeRequest(call.seerr.data, request);
      await call.seerr.save();
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/request/:requestId/retry',
    access: [Permission.MANAGE_REQUESTS],
    params: requestId,
    handle: (call) => change(call, RequestStatus.APPROVED),
  },
  {
    method: 'POST',
    path: '/request/:requestId/:status',
    access: [Permission.MANAGE_REQUESTS],
    params: { ...requestId, status: { type: 'string', enum: ['approve', 'decline'] } },
    handle: (call) =>
      change(call, call.params['status'] === 'approve' ? RequestStatus.APPROVED : RequestStatus.DECLINED),
  },
];

function find({ seerr, params }: Call): MediaRequest {
  const found = seerr.data.requests.find(({ id }) => id === Number(params['requestId']));
  if (found === undefined) throw new Refusal(404, 'Request not found.');
  return found;
}

async function change(call: Call, status: number) {
  const request = find(call);
  setStatus(call.seerr.data, request, status, userOf(call));
  await call.seerr.save();
  return { body: showRequest(call, request) };
}
