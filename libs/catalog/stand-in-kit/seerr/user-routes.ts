import { can, toPage, userOf, type Call, type Route } from './context.ts';
import { hasPermission, Permission, Refusal, type User } from './model.ts';
import type { Schema } from './validate.ts';

const nullableNumber: Schema = { type: 'number', nullable: true };
const userId = { userId: { type: 'number' } } as const;
const listQuery: Readonly<Record<string, Schema>> = {
  take: nullableNumber,
  skip: nullableNumber,
  sort: { type: 'string', enum: ['created', 'updated', 'requests', 'displayname'] },
  q: { type: 'string', nullable: true },
  includeIds: { type: 'string', nullable: true },
};

const creation: Schema = {
  type: 'object',
  properties: { email: { type: 'string' }, username: { type: 'string' }, permissions: { type: 'number' } },
};

/** What an account shows; its address only to who manages accounts, its password to nobody. */
export function showUser({ password: _, email, ...user }: User, whole: boolean): object {
  return whole ? { ...user, email } : user;
}

export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user',
    access: [],
    query: listQuery,
    handle: (call) => {
      const text = (call.query.get('q') ?? '').toLowerCase();
      const found = call.seerr.data.users.filter(({ username, email }) =>
        `${username}\n${email}`.toLowerCase().includes(text),
      );
      const page = toPage(found, call.query, 10);
      const whole = can(call, [Permission.MANAGE_USERS]);
      return { body: { ...page, results: page.results.map((user) => showUser(user, whole)) } };
    },
  },
  {
    method: 'POST',
    path: '/user',
    access: [Permission.MANAGE_USERS],
    body: creation,
    handle: async (call) => {
      const { email = '', username = '', permissions } = call.body as Partial<User>; // Validated.
      const { data, settings, save } = call.seerr;
      const address = (email || username).toLowerCase();
      if (data.users.some((user) => user.email === address))
        throw new Refusal(409, 'User already exists with submitted email.');
      const rights = permissions ?? settings.value.main.defaultPermissions;
      if ((rights & Permission.ADMIN) !== 0 && !can(call, [Permission.ADMIN]))
        throw new Refusal(403, 'You do not have permission to grant this level of access');
      const user = createUser(call.seerr.data, { email: address, username, permissions: rights, userType: 2 });
      await save();
      return { status: 201, body: showUser(user, true) };
    },
  },
  {
    method: 'GET',
    path: '/user/:userId',
    access: [],
    params: userId,
    handle: (call) => ({ body: showUser(find(call), can(call, [Permission.MANAGE_USERS])) }),
  },
  {
    method: 'DELETE',
    path: '/user/:userId',
    access: [Permission.MANAGE_USERS],
    params: userId,
    handle: async (call) => {
      const user = find(call);
      if (user.id === 1) throw new Refusal(405, 'This account cannot be deleted.');
      if (hasPermission(user, [Permission.ADMIN]) && userOf(call).id !== 1)
        throw new Refusal(405, 'You cannot delete users with administrative privileges.');
      const { data, save } = call.seerr;
      data.users = data.users.filter(({ id }) => id !== user.id);
      data.requests = data.requests.filter(({ requestedById }) => requestedById !== user.id);
      await save();
      return { body: showUser(user, true) };
    },
  },
];

function find({ seerr, params }: Call): User {
  const found = seerr.data.users.find(({ id }) => id === Number(params['userId']));
  if (found === undefined) throw new Refusal(404, 'User not found.');
  return found;
}

/** A new account; the first one that there is gets id 1, which Seerr's key acts as. */
export function createUser(
  data: Call['seerr']['data'],
  given: Pick<User, 'email' | 'username' | 'permissions' | 'userType'> & { readonly password?: string },
): User {
  const now = new Date().toISOString();
  const user: User = {
    ...given,
    id: ++data.ids.user,
    displayName: given.username || given.email,
    avatar: '/avatarproxy/simulated',
    createdAt: now,
    updatedAt: now,
  };
  data.users.push(user);
  return user;
}
