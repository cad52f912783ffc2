/* Speaks to pm2's daemon as a program does, by pm2's own module: $2 is where it is installed, orders come from the parent. */
const pm2 = require(process.argv[2]);

const call = (name, ...given) =>
  new Promise((resolve, reject) => pm2[name](...given, (error, value) => (error ? reject(error) : resolve(value))));

const perform = {
  up: async ({ apps }) => {
    await call('connect');
    if (apps.length > 0) await call('start', { apps });
  },
  restart: ({ unit }) => call('restart', unit),
  status: async () => (await call('list')).filter(({ pm2_env }) => pm2_env.status === 'online').length,
};

process.on('message', async ({ id, kind, ...order }) => {
  try {
    await perform[kind](order).then((value) => process.send({ id, value: typeof value === 'number' ? value : null }));
  } catch (error) {
    process.send({ id, error: String(error.message ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));
