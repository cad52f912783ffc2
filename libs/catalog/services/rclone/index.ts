import { obscurePassword } from './obscure-password.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { rclone } from './manifest.ts';

export default {
  manifest: rclone,
  hooks: { 'obscure-password': obscurePassword },
} satisfies ServicePackage;
