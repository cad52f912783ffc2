import { join } from 'node:path';
import { openPlane } from '../../rig/plane/open-plane.ts';
import { toUnitSpec } from '../../rig/plane/unit-spec.ts';
import { type Bench, whenAllRun, withFleet } from '../bench.ts';
import type { FleetSite } from '../fleets/fleet.ts';
import { logOf } from '../fleets/showrunner.ts';
import { createProductClient, type ProductClient, setUpAccount, whenAnswers } from './client.ts';
import { freePort, openProduct, type Product, writeDocument } from './open-product.ts';

/** The product with units that run. */
export interface ServedFleet {
  readonly site: FleetSite;
  readonly product: Product;
  readonly client: ProductClient;
  /** Kills the product and starts it again. Resolves when it answers with all units. */
  startAgain(): Promise<{ readonly ms: number; readonly services: Awaited<ReturnType<ProductClient['services']>> }>;
}

/**
 * Runs the work on the built product with so many units. They are started by our engine in a process of its own, which is
 * killed; the product adopts them as it adopts those of any control plane before it.
 */
export function withProduct<T>(bench: Bench, units: number, work: (served: ServedFleet) => Promise<T>): Promise<T> {
  const seeding = { open: (site: FleetSite) => createSeeding(site) };
  return withFleet(bench, seeding, { units }, async ({ root }, site) => {
    await seed(site, root);
    const port = await freePort();
    let product = openProduct(site.rig, root, port);
    await whenAnswers(product);
    const token = await setUpAccount(product);
    const startAgain: ServedFleet['startAgain'] = async () => {
      await product.kill();
      product = openProduct(site.rig, root, port);
      await whenAnswers(product);
      const services = await createProductClient(product, token).services();
      return { ms: performance.now() - product.startedAt, services };
    };
    return work({ site, product, client: createProductClient(product, token), startAgain });
  });
}

async function seed(site: FleetSite, root: string): Promise<void> {
  const { rig, directory, units } = site;
  writeDocument(
    root,
    units.map(({ name }) => name),
  );
  const plane = await openPlane(rig, join(root, 'config', '.showrunner'));
  const specs = units.map(({ name, argv }) =>
    toUnitSpec(name, { argv, cwd: directory, env: rig.env, outputFile: logOf(site, name) }),
  );
  await Promise.all([plane.tell('up', { specs }), whenAllRun(site, 120_000)]);
  await plane.kill();
}

/** Nothing to drive: the product is opened by hand. */
function createSeeding(site: FleetSite) {
  return {
    root: join(site.directory, 'root'),
    up: () => Promise.reject(new Error('The product is started by withProduct')),
    restart: () => Promise.resolve(),
    status: () => Promise.resolve(0),
    supervisors: () => [],
    controlPlane: () => [],
    down: () => Promise.resolve(),
  };
}
