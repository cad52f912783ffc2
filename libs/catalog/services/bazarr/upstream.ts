import { readme, standIn, type PlayedFile } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

const jobsQueue = `# Simulated: the part of the job queue that leaks one database session for each job.
class JobsQueue:
    def consume_jobs_pending_queue(self, job):
        try:
            job.run()
        finally:
            self.jobs_running_queue.remove(job)
`;

function tree(version: string): readonly PlayedFile[] {
  return [
    readme('Bazarr'),
    { path: 'VERSION', content: `${version}\n` },
    { path: 'bazarr.py', content: '# Simulated: the Python of the demo runs bazarr.stand-in.mjs instead.\n' },
    { path: 'bazarr.stand-in.mjs', content: standIn('bazarr', version) },
    { path: 'bazarr/app/jobs_queue.py', content: jobsQueue },
    {
      path: 'requirements.txt',
      content: [
        'setuptools',
        'lxml>=4.3.0',
        'numpy>=1.12.0',
        'webrtcvad-wheels>=2.0.10',
        'Pillow>=9.0.0 --only-binary=Pillow',
        'pywin32; platform_system == "Windows"',
        '',
      ].join('\n'),
    },
    { path: 'postgres-requirements.txt', content: 'psycopg2-binary>=2.9.5\n' },
  ];
}

function asset(version: string): Asset {
  return { name: 'bazarr.zip', files: tree(version) };
}

/** The stand-in of Bazarr as its releases are: a zip without a root folder, to be run by the Python of an environment. */
export default {
  repositories: [
    {
      owner: 'morpheus65535',
      name: 'bazarr',
      releases: [
        release('v1.5.6', '2026-02-01', [asset('v1.5.6')]),
        release('v1.5.5', '2026-01-01', [asset('v1.5.5')]),
        release('v1.5.4', '2025-11-01', [asset('v1.5.4')]),
      ],
      branches: ['master', 'development'],
      tree,
    },
  ],
} satisfies Upstream;
